"""Plots as plain SVG, readable on a light and on a dark page."""

import math
from html import escape

STYLE = """<style>
text { font: 12px system-ui, sans-serif; fill: #1f2328 } .faint { fill: #656d76 } .grid { stroke: #d1d9e0 }
.ours { fill: #0969da; stroke: #0969da } .theirs { fill: #9a6700; stroke: #9a6700 } .floor { fill: #59636e; stroke: #59636e }
.line { fill: none; stroke-width: 2 } .range { stroke-width: 2; opacity: .5 }
@media (prefers-color-scheme: dark) { text { fill: #f0f6fc } .faint { fill: #9198a1 } .grid { stroke: #3d444d }
.ours { fill: #4493f8; stroke: #4493f8 } .theirs { fill: #d29922; stroke: #d29922 } .floor { fill: #9198a1; stroke: #9198a1 }
.line { fill: none } }
</style>"""


def time_text(nanoseconds):
    """A time as people read it."""
    for limit, scale, unit in ((1e3, 1, "ns"), (1e6, 1e3, "µs"), (1e9, 1e6, "ms"), (math.inf, 1e9, "s")):
        if nanoseconds < limit:
            value = nanoseconds / scale
            return f"{value:.2g} {unit}" if value < 10 else f"{value:.0f} {unit}"
    raise ValueError(nanoseconds)


def kind_of(contender):
    """How a contender is drawn."""
    if contender.startswith("C, "):
        return "floor"
    ours = ("S6Native", "hermesctl", "a gateway", "Python, ", "perm-", "helper", "broker")
    return "ours" if contender.startswith(ours) else "theirs"


class Logarithmic:
    """A scale from values to points."""

    def __init__(self, values, begin, end):
        self.low, self.high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        self.high = max(self.high, self.low + 1)
        self.begin, self.end = begin, end

    def __call__(self, value):
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.begin + part * (self.end - self.begin), 1)

    def decades(self):
        return [10.0**power for power in range(self.low, self.high + 1)]


def document(width, height, title, parts):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img">'
    return "\n".join([head, f"<title>{escape(title)}</title>", STYLE, *parts, "</svg>", ""])


def text(x, y, words, anchor="start", name=""):
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" class="{name}">{escape(words)}</text>'


def percentiles(title, groups):
    """Rows of median, and of the range up to the 99th percentile: groups are (name, [(contender, p50, p99)])."""
    rows = [row for _, group in groups for row in group]
    left, width, step = 210, 760, 20
    height = 60 + sum(step * (len(group) + 1.5) for _, group in groups)
    scale = Logarithmic([value for _, p50, p99 in rows for value in (p50, p99)], left, width - 70)
    parts = [text(8, 20, title)]
    for value in scale.decades():
        x = scale(value)
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="48" y2="{height - 10}"/>')
        parts.append(text(x, 42, time_text(value), "middle", "faint"))
    y = 62
    for name, group in groups:
        parts.append(text(8, y + 4, name))
        y += step
        for contender, p50, p99 in group:
            kind = kind_of(contender)
            parts.append(text(left - 10, y + 4, contender, "end", "faint"))
            parts.append(f'<line class="range {kind}" x1="{scale(p50)}" x2="{scale(p99)}" y1="{y}" y2="{y}"/>')
            parts.append(f'<circle class="{kind}" cx="{scale(p50)}" cy="{y}" r="4"/>')
            parts.append(text(scale(p99) + 8, y + 4, time_text(p50), "start", "faint"))
            y += step
        y += step / 2
    return document(width, height, title, parts)


def growth(title, curves):
    """Times over sizes, both logarithmic: curves are {contender: [(size, nanoseconds)]}."""
    width, height, left, bottom = 760, 360, 70, 320
    points = [point for curve in curves.values() for point in curve]
    across = Logarithmic([size for size, _ in points], left, width - 190)
    up = Logarithmic([value for _, value in points], bottom, 40)
    parts = [text(8, 20, title)]
    for value in up.decades():
        parts.append(f'<line class="grid" x1="{left}" x2="{width - 190}" y1="{up(value)}" y2="{up(value)}"/>')
        parts.append(text(left - 8, up(value) + 4, time_text(value), "end", "faint"))
    for size in sorted({size for size, _ in points}):
        parts.append(text(across(size), bottom + 20, str(size), "middle", "faint"))
    parts.append(text((left + width - 190) / 2, bottom + 36, "services", "middle", "faint"))
    labels = sorted((up(max(curve)[1]), contender) for contender, curve in curves.items())
    lowest = 0
    for y, contender in labels:
        curve = sorted(curves[contender])
        kind = kind_of(contender)
        line = " ".join(f"{across(size)},{up(value)}" for size, value in curve)
        dashes = ' stroke-dasharray="6 4"' if contender.startswith("hermesctl") else ""
        parts.append(f'<polyline class="line {kind}" points="{line}"{dashes}/>')
        lowest = max(y + 4, lowest + 16)
        parts.append(text(across(curve[-1][0]) + 8, lowest, contender, "start"))
    return document(width, height, title, parts)

#!/usr/bin/python3
"""Prints a C program that prints the layout of all that s6native.h has: layout.py HEADER."""
import re
import sys

text = re.sub(r"//.*", "", open(sys.argv[1]).read())
print('#include <stdio.h>\n#include "s6native.h"\nint main(void) {')
for name, body in re.findall(r"struct (s6n_\w+) \{(.*?)\n\};", text, re.S):
    print(f'  printf("{name} size %zu\\n", sizeof(struct {name}));')
    for field in re.findall(r"(\w+)(?:\[\d+\])?;", body):
        print(f"  printf(\"{name}.{field} at %zu, %zu bytes\\n\", offsetof(struct {name}, {field}),")
        print(f"         sizeof(((struct {name} *)0)->{field}));")
for body in re.findall(r"enum \{(.*?)\}", text, re.S):
    for name in re.findall(r"(S6N_\w+)", body):
        print(f'  printf("{name} = %d\\n", (int){name});')
print('  printf("S6N_VERSION = %u\\n", S6N_VERSION);\n  return 0;\n}')

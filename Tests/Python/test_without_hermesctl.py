"""The wheel where hermesctl is missing, which the slots' scripts call: nothing is made that would work by half."""
from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Hermes
from hermes_s6 import Action, Gateways, ServiceErrorNotFound


@pytest.fixture
def gateways(hermes: Hermes) -> Gateways:
    hermes.profile("work", '{"desired_state": "running"}')
    return Gateways(home=hermes.home, scandir=hermes.tree.scandir, hermesctl="/nonexistent/hermesctl")


def test_no_slot_is_made(gateways: Gateways) -> None:
    with pytest.raises(ServiceErrorNotFound, match="/nonexistent/hermesctl: cannot be run") as caught:
        gateways.register("work", timeout=20)
    assert "install hermesctl" in caught.value.remedy and caught.value.filename == "/nonexistent/hermesctl"
    assert isinstance(gateways.start(["work"], timeout=20)[0].error, ServiceErrorNotFound)
    assert gateways.list() == []


def test_reconcile_tells_of_each(gateways: Gateways, hermes: Hermes) -> None:
    actions = gateways.reconcile(boot=True, timeout=20)
    assert [(action.profile, action.action) for action in actions] == [
        ("default", Action.SKIPPED), ("work", Action.SKIPPED),
    ]  # fmt: skip
    assert all("/nonexistent/hermesctl: cannot be run" in (action.message or "") for action in actions)
    assert list(Path(hermes.tree.scandir).glob("gateway-*")) == []

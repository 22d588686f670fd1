"""Both parsers of YAML."""

import pytest
import yaml

from generator.document import yaml_reader


@pytest.fixture(params=["libyaml", "python"])
def parser(request, monkeypatch):
    """Run with libyaml, and as where PyYAML has none."""
    if request.param == "python":
        monkeypatch.delattr(yaml_reader.yaml, "CSafeLoader")
    assert hasattr(yaml, "CSafeLoader") == (request.param == "libyaml")

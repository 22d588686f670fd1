"""The fakes of all clients as fixtures; where a client is installed, pytest finds its own by itself."""

pytest_plugins = ["generated._runtime.testing.pytest_plugin"]

"""`python -m generator`."""

# Nothing may be imported before `_leave_working_directory`, not even `__future__`: it could be a file that is there.
import sys


def _leave_working_directory() -> None:
    """Take the working directory, which `-m` puts first, off the path that modules are looked for on.

    It may be a stranger's tree, with a `yaml.py` in it. The folder that this program itself was found in goes last.
    """
    if sys.flags.safe_path:
        return
    here = sys.path.pop(0)
    if __file__.startswith(here):
        sys.path.append(here)


if __name__ == "__main__":
    _leave_working_directory()

    from .cli import run

    run(prog_name="python -m generator")

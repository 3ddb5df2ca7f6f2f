"""`PYZIG_COMPAT=strict`: files are read and written as the original does it. The variable is looked at when the module
is first imported, hence the interpreters."""

import pytest

FOOTPRINT = """\
(footprint "test" (version 20241229) (generator "pcbnew") (generator_version "9.0") (layer "F.Cu")
  (tags) (mystery 1)
  (descr "a test"))
"""
# What KiCad would write for what the model holds.
CLEAN = """\
(footprint "test"
	(version 20241229)
	(generator "pcbnew")
	(generator_version "9.0")
	(layer "F.Cu")
	(descr "a test")
)
"""


@pytest.fixture
def ask(run_python):
    """Runs code in a new interpreter, on the footprint `text`, and gives what it prints."""

    def run(code: str, compat: str = "strict") -> str:
        start = f"from pyzig_sexp import footprint\ntext = {FOOTPRINT!r}\n"
        done = run_python("-c", start + code, environment={"PYZIG_COMPAT": compat})
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_files_are_written_from_their_model(ask):
    assert ask("print(footprint.dumps(footprint.loads(text)), end='')") == CLEAN


def test_files_are_written_from_their_model_to_disk(ask, tmp_path):
    path = tmp_path / "test.kicad_mod"
    ask(f"footprint.dump(footprint.loads(text).footprint, {str(path)!r})")
    assert path.read_text() == CLEAN


def test_drawings_keep_their_order(ask):
    """KiCad orders them by layer and place, and the original by kind."""
    code = """
circle = "(fp_circle (center 0 0) (end 1 0) (stroke (width 0.1) (type solid)) (fill no) (layer F.SilkS))"
line = "(fp_line (start 0 0) (end 1 0) (stroke (width 0.1) (type solid)) (layer F.CrtYd))"
file = footprint.loads(text.replace("(tags)", circle + line + circle))
print([list.strip().split()[0] for list in footprint.dumps(file).split("(fp_")[1:]])
"""
    assert ask(code) == "['circle', 'line', 'circle']\n"


def test_numbers_keep_their_zeros(ask):
    code = """
from pyzig_sexp import pcb
for number in ("12", "12.000000"):
    setup = f"(setup (pcbplotparams (dashed_line_dash_ratio {number})))"
    board = f'(kicad_pcb (version 20241229) (generator "x") (general) (paper "A4") (layers) {setup})'
    print(f"(dashed_line_dash_ratio {number})" in pcb.dumps(pcb.loads(board)))
"""
    assert ask(code) == "True\nTrue\n"


def test_the_object_stays_as_it_was(ask):
    code = """
file = footprint.loads(text)
before = [token.text for token in footprint.unknown_tokens(file)]
footprint.dumps(file)
print(before, [token.text for token in footprint.unknown_tokens(file)] == before, file.footprint.tags)
"""
    assert ask(code) == "['(mystery 1)'] True []\n"


def test_values_are_checked_when_a_file_is_read(ask):
    code = """
try:
    footprint.loads(text.replace("20241229", "new"))
except ValueError as error:
    print(error.kind)
"""
    assert ask(code) == "UnexpectedType\n"


@pytest.mark.parametrize("compat", ["", "strict"])
def test_an_argument_still_asks_for_more(ask, compat: str):
    assert ask("print(footprint.loads(text, strict=True).footprint.name)", compat) == "test\n"


def test_without_it_nothing_is_lost(ask):
    assert ask("print(footprint.dumps(footprint.loads(text)) == text)", "") == "True\n"


def test_other_values_are_refused(run_python):
    done = run_python("-c", "import pyzig_sexp", environment={"PYZIG_COMPAT": "stric"})
    assert done.returncode == 1
    assert "ImportError: PYZIG_COMPAT is `stric`; it can be `strict`" in done.stderr

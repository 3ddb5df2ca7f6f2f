"""A small board for the tests of the file formats."""

import pytest

from pyzig_sexp import pcb

BOARD = """\
(kicad_pcb
	(version 20241229)
	(generator "pcbnew")
	(generator_version "9.0")
	(general
		(thickness 1.6)
		(legacy_teardrops no)
	)
	(paper "A4")
	(layers
		(0 "F.Cu" signal)
		(2 "B.Cu" signal)
	)
	(setup
		(pad_to_mask_clearance 0)
	)
	(net 0 "")
	(net 1 "GND")
	(net 2 "VCC")
	(footprint "R_0402"
		(layer "F.Cu")
		(uuid "11111111-0000-0000-0000-000000000001")
		(at 10 20 90)
		(mystery 1 "kept" (deep yes))
		(property "Reference" "R1"
			(at 0 -1.43 0)
			(layer "F.SilkS")
			(uuid "11111111-0000-0000-0000-000000000002")
		)
		(attr smd)
		(pad "1" smd roundrect
			(at -0.51 0 90)
			(size 0.54 0.64)
			(layers "F.Cu" "F.Mask" "F.Paste")
			(roundrect_rratio 0.25)
			(net 1 "GND")
			(uuid "11111111-0000-0000-0000-000000000003")
		)
		(pad "2" smd roundrect
			(at 0.51 0 90)
			(size 0.54 0.64)
			(layers "F.Cu" "F.Mask" "F.Paste")
			(roundrect_rratio 0.25)
			(net 2 "VCC")
			(uuid "11111111-0000-0000-0000-000000000004")
		)
	)
	(footprint "R_0603"
		(layer "F.Cu")
		(uuid "11111111-0000-0000-0000-000000000011")
		(at 30 40)
	)
	(segment
		(start 1 2)
		(end 3 4)
		(width 0.25)
		(layer "F.Cu")
		(net 1)
		(uuid "11111111-0000-0000-0000-000000000021")
	)
)
"""


@pytest.fixture
def text() -> str:
    return BOARD


@pytest.fixture
def file() -> pcb.PcbFile:
    return pcb.loads(BOARD)


@pytest.fixture
def board(file: pcb.PcbFile) -> pcb.KicadPcb:
    return file.kicad_pcb

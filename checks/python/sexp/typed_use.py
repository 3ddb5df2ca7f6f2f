"""What users of the stubs write. Read by type checkers only, see `test_types.py`."""

from pyzig_sexp import MutableList, ParseError, pcb, tree


def move(file: pcb.PcbFile, dx: float) -> list[str]:
    board = file.kicad_pcb
    moved: list[str] = []
    for footprint in board.footprints:
        footprint.at.x += dx
        for pad in footprint.pads:
            if pad.type == pcb.E_pad_type.SMD and pad.net is not None:
                moved.append(pad.name)
    nets: MutableList[pcb.Net] = board.nets
    nets.append(pcb.Net(number=1, name="GND"))
    board.nets = [net for net in nets if net.name]
    nets.sort(key=lambda net: net.name or "", reverse=True)
    first: list[pcb.Net] = nets[:2]
    first[0].name = None
    board.footprints[0].pads[0].type = "smd"
    del board.footprints[0].at.r
    return moved


def main() -> None:
    try:
        file = pcb.loads(b"(kicad_pcb)", strict=True)
    except ParseError as error:
        print(error.line or 0, [problem.path for problem in error.problems])
        return
    print(move(file, 1), pcb.dumps(file), [token.path for token in pcb.unknown_tokens(file)])
    root = tree.loads("(a b)")
    found = root.find("a")
    if found is not None:
        found[1] = 2.5
        found.append(tree.List("c", tree.Atom("d")))
    pcb.dump(file, "x.kicad_pcb")
    print(pcb.Pad.__field_names__(), pcb.Xyr(x=1, y=2) == pcb.Xyr(x=1, y=2, r=None))


main()

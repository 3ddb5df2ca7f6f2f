{
  description = "A project that uses pyzig";

  inputs = {
    # The checkout that this example lies in. In a project of its own: the address that pyzig is cloned from.
    pyzig.url = "path:../..";
    nixpkgs.follows = "pyzig/nixpkgs";
  };

  outputs =
    { nixpkgs, pyzig, ... }:
    let
      inherit (nixpkgs) lib;
      eachSystem =
        f:
        lib.mapAttrs (
          system: packages:
          let
            pkgs = nixpkgs.legacyPackages.${system};
            # Any CPython of nixpkgs: what of pyzig is native is built for it.
            interpreter = pkgs.python3;
            python = interpreter.withPackages (_: [
              (packages.pyzig-sexp.override { python = interpreter; })
            ]);
          in
          f {
            inherit pkgs python;
            footprints = pkgs.writeShellScriptBin "footprints" ''
              exec ${python}/bin/python ${./footprints.py} "$@"
            '';
          }
        ) pyzig.packages;
    in
    {
      packages = eachSystem ({ footprints, ... }: { default = footprints; });

      devShells = eachSystem (
        { pkgs, python, ... }: { default = pkgs.mkShell { packages = [ python ]; }; }
      );

      checks = eachSystem (
        { pkgs, footprints, ... }:
        {
          default = pkgs.runCommand "footprints-check" { nativeBuildInputs = [ footprints ]; } ''
            cat >board.kicad_pcb <<END
            (kicad_pcb (version 20241229) (generator "example")
              (footprint "Resistor_SMD:R_0603_1608Metric" (layer "F.Cu") (at 10 20 90)
                (property "Reference" "R1" (at 0 0) (layer "F.SilkS"))))
            END
            footprints board.kicad_pcb | tee $out
            grep -qx 'R1 at 10, 20 turned by 90: Resistor_SMD:R_0603_1608Metric' $out
          '';
        }
      );
    };
}

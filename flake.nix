{
  description = "Graphs, type graphs and lossless KiCad files for Python, written in Rust";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixpkgs-unstable";
    crane.url = "github:ipetkov/crane";
    rust-overlay = {
      url = "github:oxalica/rust-overlay";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs =
    {
      self,
      nixpkgs,
      crane,
      rust-overlay,
    }:
    let
      inherit (nixpkgs) lib;
      inherit (lib) fileset;

      systems = [
        "x86_64-linux"
        "aarch64-linux"
        "aarch64-darwin"
      ];
      version = (lib.importTOML ./Cargo.toml).workspace.package.version;

      # All that there is for one interpreter, any CPython of nixpkgs from 3.11 on.
      pyzigFor =
        {
          pkgs,
          python ? pkgs.python314,
        }:
        let
          rustBin = rust-overlay.lib.mkRustBin { } pkgs;
          toolchain = rustBin.fromRustupToolchainFile ./rust-toolchain.toml;
          craneLib = (crane.mkLib pkgs).overrideToolchain (_: toolchain);
          pick =
            files:
            fileset.toSource {
              root = ./.;
              fileset = fileset.unions files;
            };

          # --- sources ---------------------------------------------------------
          # Rust sources with the data that their tests read; the Python side and the documents are not among them.
          workspaceFiles = fileset.unions [
            ./Cargo.lock
            ./Cargo.toml
            (fileset.maybeMissing ./clippy.toml)
            ./rust-toolchain.toml
            ./rustfmt.toml
            (fileset.difference ./src (fileset.maybeMissing ./src/fuzz))
          ];
          workspace = pick [ workspaceFiles ];
          # The folder of a crate in src/, and those of the crates that it is built from.
          members = lib.mapAttrs (_: dependency: lib.removePrefix "src/" dependency.path) (
            lib.filterAttrs (_: dependency: dependency ? path) (lib.importTOML ./Cargo.toml)
            .workspace.dependencies
          );
          closure =
            folder:
            map (item: item.key) (
              builtins.genericClosure {
                startSet = [ { key = folder; } ];
                operator =
                  item:
                  let
                    manifest = lib.importTOML (./src + "/${item.key}/Cargo.toml");
                    needed = lib.filterAttrs (_: dependency: !(dependency.optional or false)) (
                      manifest.dependencies or { } // manifest.build-dependencies or { }
                    );
                  in
                  map (name: { key = members.${name}; }) (lib.attrNames (builtins.intersectAttrs needed members));
              }
            );
          # All other crates are only there by name, so that a change in them rebuilds nothing.
          only =
            folder:
            pkgs.runCommand "source" { } ''
              cp -r --no-preserve=mode ${craneLib.mkDummySrc { src = workspace; }} $out
              cp -r --no-preserve=mode ${
                pick (
                  [
                    ./Cargo.toml
                    ./Cargo.lock
                  ]
                  ++ map (crate: ./src + "/${crate}") (closure folder)
                )
              }/. $out
            '';

          # --- Rust ------------------------------------------------------------
          crates = craneLib.vendorCargoDeps { cargoLock = ./Cargo.lock; };
          common = {
            pname = "pyzig";
            inherit version;
            strictDeps = true;
            cargoVendorDir = crates;
            nativeBuildInputs = [ python ];
          };
          # What is released says the same of its sources wherever it was built.
          releaseFlags = "--remap-path-prefix=${crates}=crates";
          # Fails where files in a folder name a path that only their build has seen.
          noBuildPaths = folder: ''
            if grep -raoE "($NIX_BUILD_TOP|$NIX_STORE/[^/]*-vendor-cargo-deps)/[[:graph:]]*" ${folder}; then
              echo "${folder} holds paths of the build" >&2
              exit 1
            fi
          '';

          # For the modules: release, and not linked to libpython.
          moduleArgs = common // {
            env = {
              PYO3_PYTHON = python.interpreter;
              PYO3_BUILD_EXTENSION_MODULE = "1";
              RUSTFLAGS = releaseFlags;
            };
            doCheck = false;
          };
          # `cargo build` would make the Rust libraries of the same names, too, and optimise each crate by itself for
          # their sake.
          moduleBuild = "cargoWithProfile rustc --lib --crate-type cdylib";
          moduleArtifacts = craneLib.buildDepsOnly (
            moduleArgs
            // {
              src = workspace;
              buildPhaseCargoCommand = pkgs.lib.concatMapStrings (crate: ''
                ${moduleBuild} --locked -p ${crate}
              '') [ "pyzig-py-graph" "pyzig-py-sexp" ];
            }
          );
          module =
            name: crate:
            craneLib.buildPackage (
              moduleArgs
              // {
                pname = "${crate}-module";
                src = only members.${crate};
                cargoArtifacts = moduleArtifacts;
                cargoBuildCommand = moduleBuild;
                cargoExtraArgs = "--locked -p ${crate}";
                installPhaseCommand = ''
                  install -D ''${CARGO_TARGET_DIR:-target}/release/lib${name}${pkgs.stdenv.hostPlatform.extensions.sharedLibrary} \
                    $out/lib/${name}.so
                '';
                doInstallCargoArtifacts = false;
                doInstallCheck = true;
                installCheckPhase = ''
                  PYTHONPATH=$out/lib ${python.interpreter} -c 'import ${name}'
                  ${noBuildPaths "$out"}
                '';
                meta.platforms = systems;
              }
            );
          modules = {
            pyzig = module "pyzig" "pyzig-py-graph";
            pyzig_sexp = module "pyzig_sexp" "pyzig-py-sexp";
          };

          # For programs (tests, the stub generator): not optimised, and linked to libpython.
          programArgs = common // {
            src = workspace;
            buildInputs = [ python ];
            env = {
              PYO3_PYTHON = python.interpreter;
              CARGO_PROFILE = "dev";
            };
          };
          # Tests need all that a build does.
          programArtifacts = craneLib.buildDepsOnly (
            programArgs
            // {
              cargoExtraArgs = "--locked --workspace";
              cargoBuildCommand = "true";
            }
          );
          program = programArgs // {
            cargoArtifacts = programArtifacts;
            doInstallCargoArtifacts = false;
          };

          stubs = craneLib.mkCargoDerivation (
            program
            // {
              pnameSuffix = "-stubs";
              nativeBuildInputs = [
                python
                pkgs.black
                pkgs.ruff
              ];
              buildPhaseCargoCommand = ''
                export HOME=$TMPDIR RUFF_NO_CACHE=true
                install -D ${./checks/stubgen} checks/stubgen
                cp ${./checks/requirements.txt} checks/requirements.txt
                mkdir stubs
                PYTHON=python bash checks/stubgen
              '';
              installPhaseCommand = "cp -r stubs $out";
            }
          );

          # --- Python ----------------------------------------------------------
          # A package whose loader names the store path of the module, and that needs no other package.
          package =
            {
              pname,
              name,
              native,
            }:
            python.pkgs.toPythonModule (
              pkgs.runCommand "${python.libPrefix}-${pname}-${version}"
                {
                  nativeBuildInputs = [ python ];
                  passthru = {
                    inherit native;
                  };
                  meta.platforms = systems;
                }
                ''
                  site=$out/${python.sitePackages}
                  mkdir -p $site
                  cp -r --no-preserve=mode ${pick [ (./python + "/${name}") ]}/python/${name} $site/
                  cp -r --no-preserve=mode ${pick [ (fileset.maybeMissing (./stubs + "/${name}")) ]}/. stubs
                  if [[ -d stubs/stubs/${name} ]]; then cp -r stubs/stubs/${name}/. $site/${name}/; fi
                  if [[ ! -e $site/${name}/_loader.py ]]; then
                    cp --no-preserve=mode ${./python/pyzig/_loader.py} $site/${name}/_loader.py
                    substituteInPlace $site/${name}/__init__.py --replace-fail 'from pyzig import' 'from . import'
                  fi
                  substituteInPlace $site/${name}/_loader.py --replace-fail '@store@' '${native}/lib'
                  python -m compileall -q --invalidation-mode unchecked-hash $site
                  PYTHONPATH=$site python -c 'import ${name}'
                ''
            );
          pyzig = package {
            pname = "pyzig";
            name = "pyzig";
            native = modules.pyzig;
          };
          pyzig-sexp = package {
            pname = "pyzig-sexp";
            name = "pyzig_sexp";
            native = modules.pyzig_sexp;
          };
          # Both packages, as one distribution with the command line.
          distribution = python.pkgs.toPythonModule (
            pkgs.runCommand "${python.libPrefix}-pyzig-distribution-${version}"
              {
                nativeBuildInputs = [ python ];
                propagatedBuildInputs = [
                  pyzig
                  pyzig-sexp
                ];
                meta = {
                  mainProgram = "pyzig";
                  platforms = systems;
                };
              }
              ''
                info=$out/${python.sitePackages}/pyzig-${version}.dist-info
                mkdir -p $info $out/bin
                printf '%s\n' 'Metadata-Version: 2.1' 'Name: pyzig' 'Version: ${version}' >$info/METADATA
                printf '%s\n' '[console_scripts]' 'pyzig = pyzig._cli:main' >$info/entry_points.txt
                echo nix >$info/INSTALLER
                {
                  echo '#!${python.interpreter}'
                  echo 'import sys'
                  echo 'from pyzig._cli import main'
                  echo 'if __name__ == "__main__":'
                  echo '    sys.exit(main())'
                } >$out/bin/pyzig
                chmod +x $out/bin/pyzig
              ''
          );
          faebryk = python.pkgs.toPythonModule (
            pkgs.runCommand "${python.libPrefix}-pyzig-faebryk-${version}"
              { propagatedBuildInputs = [ distribution ]; }
              ''
                mkdir -p $out/${python.sitePackages}/faebryk
                cp -r ${pick [ ./python/faebryk ]}/python/faebryk/{core,libs} $out/${python.sitePackages}/faebryk/
              ''
          );
          wheel = craneLib.mkCargoDerivation (
            common
            // {
              pnameSuffix = "-wheel";
              src = pick [
                workspaceFiles
                ./pyproject.toml
                ./python
                ./stubs
                ./LICENSE
              ];
              # The page of a package index is of no use here, and no reason for another wheel.
              postPatch = "substituteInPlace pyproject.toml --replace-fail 'readme = \"README.md\"' ''";
              cargoArtifacts = null;
              doInstallCargoArtifacts = false;
              env.RUSTFLAGS = releaseFlags;
              nativeBuildInputs = [
                python
                pkgs.maturin
              ];
              buildPhaseCargoCommand = ''
                mkdir dist
                PYTHONPATH=python python -c 'import _build; _build.build_wheel("dist", {"build-args": "--offline --compatibility linux"})'
              '';
              installPhaseCommand = "cp -r dist $out";
            }
          );

          # One crate after the other, each after those that it builds on: pages link to what is there by then.
          docs = craneLib.cargoDoc (
            program
            // {
              preBuild = ''
                for crate in graph typegraph sexp model; do
                  cargoWithProfile doc --locked --no-deps -p "pyzig-$crate"
                done
              '';
              cargoExtraArgs = "--locked -p pyzig-kicad";
              env = program.env // {
                RUSTDOCFLAGS = "--deny warnings";
              };
            }
          );

          environment = python.withPackages (_: [
            pyzig
            pyzig-sexp
            distribution
            faebryk
          ]);
          testEnvironment = python.withPackages (ps: [
            pyzig
            pyzig-sexp
            distribution
            faebryk
            ps.mypy
            ps.pytest
          ]);

          # --- checks ----------------------------------------------------------
          pythonFiles = pick [
            ./pyproject.toml
            ./checks
            ./python
            ./stubs
          ];
          # A check of the Python side: a script that succeeds in a writable copy of these files.
          check =
            name: packages: script:
            pkgs.runCommand "pyzig-${name}" { nativeBuildInputs = packages; } ''
              cp -r --no-preserve=mode ${pythonFiles} source
              cd source
              export HOME=$TMPDIR RUFF_NO_CACHE=true
              ${script}
              touch $out
            '';
          checks = {
            inherit docs pyzig pyzig-sexp;
            pyzig-module = modules.pyzig;
            pyzig-sexp-module = modules.pyzig_sexp;
            fmt = craneLib.cargoFmt {
              inherit (common) pname version;
              src = workspace;
            };
            clippy = craneLib.cargoClippy (
              program
              // {
                cargoExtraArgs = "--locked --workspace";
                cargoClippyExtraArgs = "--all-targets -- --deny warnings";
              }
            );
            nextest = craneLib.cargoNextest (
              program
              // {
                # Some tests look at the boards that all tests share, and at the example's stubs.
                src = pick [
                  workspaceFiles
                  ./checks/boards
                  (fileset.maybeMissing ./stubs/recipes)
                ];
                cargoExtraArgs = "--locked --workspace";
                cargoNextestExtraArgs = "--no-tests=fail --no-fail-fast";
                # Test programs of procedural macros load the compiler's libraries, whose own search path has no libc.
                preCheck = lib.optionalString pkgs.stdenv.hostPlatform.isLinux ''
                  LD_LIBRARY_PATH=$(dirname "$(cc -print-file-name=librt.so.1)")''${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
                  export LD_LIBRARY_PATH
                '';
              }
            );
            doctest = craneLib.cargoDocTest program;
            purity = craneLib.mkCargoDerivation (
              common
              // {
                pnameSuffix = "-purity";
                src = workspace;
                cargoArtifacts = null;
                doInstallCargoArtifacts = false;
                buildPhaseCargoCommand = "bash ${./checks/purity} .";
              }
            );
            stubs-fresh = check "stubs-fresh" [ ] "diff -ru stubs ${stubs}";
            types = check "types" [ testEnvironment ] "bash checks/types && bash checks/stubtest";
            pytest = check "pytest" [ testEnvironment ] "python -m pytest -p no:cacheprovider checks/python";
            python-format = check "python-format" [
              pkgs.black
              pkgs.ruff
            ] "black --check python checks && ruff check python checks";
            # To unpack a wheel is to install it; this interpreter knows of nothing else.
            wheel = check "wheel" [ python ] ''
              python -m zipfile -e ${wheel}/*.whl site
              ${noBuildPaths "site"}
              export PYTHONPATH=$PWD/site
              python -P -c 'import pyzig, pyzig_sexp'
              python -P -m pyzig check checks/boards
            '';
            # The example of a project that takes pyzig as an input.
            consumer =
              ((import ./checks/consumer/flake.nix).outputs {
                inherit self nixpkgs;
                pyzig = self;
              }).checks.${pkgs.stdenv.hostPlatform.system}.default;
          }
          # What a user of the overlay gets is what was checked here.
          // lib.optionalAttrs (pkgs ? pythonPackagesExtensions) {
            overlay = check "overlay" [
              ((pkgs.extend self.overlays.default).${python.pythonAttr}.withPackages (ps: [ ps.pyzig ]))
            ] "python -c 'import pyzig, pyzig_sexp'";
          };

          # --- packages and programs -------------------------------------------
          packages = {
            inherit
              docs
              pyzig
              pyzig-sexp
              stubs
              wheel
              ;
            pyzig-module = modules.pyzig;
            pyzig-sexp-module = modules.pyzig_sexp;
            default = environment;
          };
          # A script of this checkout's, with the programs that it needs.
          tool = script: description: inputs: {
            type = "app";
            program = lib.getExe (
              pkgs.writeShellApplication {
                name = "pyzig-${baseNameOf script}";
                runtimeInputs = inputs ++ [ pkgs.stdenv.cc ];
                text = ''
                  ${findCheckout}
                  cd "''${checkout:?no checkout of pyzig here}"
                  exec checks/${script} "$@"
                '';
              }
            );
            meta = { inherit description; };
          };
          findCheckout = ''
            checkout=$PWD
            while [[ $checkout && ! -e $checkout/src/py-graph/Cargo.toml ]]; do checkout=''${checkout%/*}; done
          '';
        in
        {
          inherit checks;
          # Each of them for another interpreter: `pyzig.override { python = pkgs.python313; }`.
          packages = lib.mapAttrs (
            name: package:
            package
            // {
              override =
                changes:
                let
                  arguments = { inherit pkgs python; };
                  changed = if lib.isFunction changes then changes arguments else changes;
                in
                (pyzigFor (arguments // changed)).packages.${name};
            }
          ) packages;
          # What the overlay adds to the packages of an interpreter.
          pythonPackages = {
            pyzig = distribution;
            pyzig-faebryk = faebryk;
          };
          apps = {
            default = {
              type = "app";
              program = "${environment}/bin/pyzig";
              meta.description = "Check, dump and show KiCad files";
            };
            audit = tool "audit" "Audit the licences and the sources of all dependencies" [
              toolchain
              pkgs.cargo-deny
            ];
            bench = tool "bench/cores" "Measure the core crates" [ toolchain ];
            fuzz = tool "fuzz" "Feed the core crates with what nobody would write" [ toolchain ];
          }
          // lib.optionalAttrs (rustBin ? selectLatestNightlyWith) {
            miri = tool "miri" "Interpret the tests of the core crates, looking for undefined behaviour" [
              (rustBin.selectLatestNightlyWith (
                nightly:
                nightly.minimal.override {
                  extensions = [
                    "miri"
                    "rust-src"
                  ];
                }
              ))
            ];
          };
          devShell = craneLib.devShell {
            packages = [
              (python.withPackages (ps: [
                ps.mypy
                ps.pytest
              ]))
              pkgs.black
              pkgs.cargo-nextest
              pkgs.maturin
              pkgs.ruff
            ];
            env.PYO3_PYTHON = python.interpreter;
            # Imports take the modules from the checkout, whose loader builds them when the sources have changed. What
            # this shell's compiler makes is kept apart: it is of no use to another libc's programs, nor theirs here.
            shellHook = ''
              ${findCheckout}
              if [[ $checkout ]]; then
                export PYTHONPATH="$checkout/python:$checkout/python/faebryk''${PYTHONPATH:+:$PYTHONPATH}"
                export CARGO_TARGET_DIR="''${CARGO_TARGET_DIR:-$checkout/target/nix}"
              fi
            '';
          };
        };

      eachSystem = f: lib.genAttrs systems (system: f (pyzigFor { pkgs = nixpkgs.legacyPackages.${system}; }));
    in
    {
      packages = eachSystem (scope: scope.packages);
      checks = eachSystem (scope: scope.checks);
      devShells = eachSystem (scope: { default = scope.devShell; });
      apps = eachSystem (scope: scope.apps);
      formatter = lib.genAttrs systems (system: nixpkgs.legacyPackages.${system}.nixfmt-tree);

      # python3Packages.pyzig, for every Python of the package set.
      overlays.default = final: prev: {
        pythonPackagesExtensions = prev.pythonPackagesExtensions ++ [
          (
            pythonFinal: _:
            (pyzigFor {
              pkgs = final;
              inherit (pythonFinal) python;
            }).pythonPackages
          )
        ];
      };
      lib = { inherit pyzigFor; };

      templates.default = {
        path = ./checks/consumer;
        description = "A project that uses pyzig";
        welcomeText = "Set `inputs.pyzig.url` in flake.nix to the address that this template came from.";
      };
    };
}

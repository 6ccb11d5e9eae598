#!/usr/bin/env bash
# Fails when MarlRec has become slower against its native peers than benchmarks/results/peers.json says: measures the file's tasks again, by turns with
# the peer, and compares the 95 % interval of the ratio with 85 % of the committed one. All arguments go to the program, such as --only lstm,gemm or --seconds 3.
# Needs a quiet machine, Linux on x64, and the package registry (libtorch is 150 MB); OpenBLAS (libopenblas0-pthread) if its columns are to be checked.
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run -c Release --project benchmarks/MarlRec.Benchmarks.Peers -- --check benchmarks/results/peers.json "$@"

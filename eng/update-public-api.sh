#!/usr/bin/env bash
# Brings src/*/PublicAPI.Unshipped.txt up to date with the code: adds the symbols that the analyzer misses, drops those that are gone.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/*/; do
  name=$(basename "$project")
  file="$project/PublicAPI.Unshipped.txt"
  printf '#nullable enable\n' > "$file"
  log=$(mktemp)
  dotnet build -c Release "$project/$name.csproj" --no-incremental -p:TreatWarningsAsErrors=false -clp:NoSummary -v:m > "$log" 2>&1 || true
  grep -oP "warning RS0016: Symbol '\K.*(?=' is not part of the declared public API)" "$log" | sort -u | LC_ALL=C sort >> "$file" || true
  rm -f "$log"
done

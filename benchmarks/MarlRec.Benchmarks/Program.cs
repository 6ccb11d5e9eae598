using BenchmarkDotNet.Running;

// dotnet run -c Release --project benchmarks/MarlRec.Benchmarks -- --filter '*RandomStream*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

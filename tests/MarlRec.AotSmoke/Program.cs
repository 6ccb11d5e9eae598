using MarlRec.Execution;

var stream = new RandomStream(7).Fork("smoke");
var first = stream.NextUInt64();
var state = stream.State;
var next = stream.NextUInt64();
if (RandomStream.Restore(state).NextUInt64() != next || first == next) throw new InvalidOperationException("A restored stream went elsewhere.");

Console.WriteLine($"OK: {RunManifest.Create().VectorBits}-bit vectors, dynamic code {(System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported ? "possible" : "impossible")}.");

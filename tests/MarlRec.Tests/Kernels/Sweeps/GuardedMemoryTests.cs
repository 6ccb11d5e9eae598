namespace MarlRec.Kernels.Sweeps;

public unsafe class GuardedMemoryTests
{
    private const string Variable = "MARLREC_TESTS_GUARD";

    [Fact]
    public void BlocksTouchTheGuards()
    {
        using var memory = new GuardedMemory(1000);
        Assert.True(memory.Capacity >= 1000);
        Assert.True(memory.AtEnd(3) + 3 == memory.First + memory.Capacity);
        memory.All.Fill(1);
        Assert.Equal(0, (nint)memory.First % Environment.SystemPageSize);
    }

    // Reads one float too far, in a process of its own.
    [Theory]
    [InlineData("end")]
    [InlineData("start")]
    public void ReadingPastAGuardKillsTheProcess(string side)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } asked)
        {
            using var memory = new GuardedMemory(64);
            memory.All.Fill(1);
            Assert.Equal(1, asked == "end" ? *memory.AtEnd(0) : memory.First[-1]);
            return;
        }

        if (!TestTier.IsFull && side == "start") return;
        var (code, _) = TestChild.Run([("-method", $"{typeof(GuardedMemoryTests).FullName}.{nameof(ReadingPastAGuardKillsTheProcess)}")], [(Variable, side)]);
        Assert.NotInRange(code, 0, 2); // 1 and 2 would be a failed test, not a dead process
    }
}

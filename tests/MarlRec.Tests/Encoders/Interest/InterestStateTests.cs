using MarlRec.Encoders.Bodies;
using MarlRec.Execution;
using static MarlRec.Encoders.Bodies.TestBodies;

namespace MarlRec.Encoders.Interest;

public class InterestStateTests
{
    private const int Header = 7;

    public static TheoryData<string> Bodies => InterestEncoderTests.Bodies;

    [Theory]
    [MemberData(nameof(Bodies))]
    public void ASessionGoesOnInAnotherProcess(string name)
    {
        InterestEncoder here = InterestEncoderTests.Create(name), there = InterestEncoderTests.Create(name);
        foreach (var text in (int[][])[[], [4, 2]])
            foreach (var events in (int[])[0, 1, 6, 7, 8, 20])
            {
                var state = here.WithText(here.Begin(), text);
                for (var i = 0; i < events; i++) state = here.Append(state, i);
                var arrived = there.Import(state.Export());
                for (var i = 0; i < 9; i++)
                {
                    Assert.Equal(state.Interest, arrived.Interest);
                    Assert.Equal((state.Events, state.HasText), (arrived.Events, arrived.HasText));
                    Assert.Equal(state.Export(), arrived.Export());
                    (state, arrived) = (here.Append(state, i), there.Append(arrived, i));
                }

                Assert.Equal(here.WithText(state, []).Interest, there.WithText(arrived, []).Interest);
            }
    }

    [Fact]
    public void ExportedNumbersAreTheCallersOwn()
    {
        var encoder = InterestEncoderTests.Create("lstm");
        var state = encoder.WithText(encoder.Append(encoder.Begin(), 3), [1]);
        var before = state.Interest.ToArray();
        state.Export().AsSpan().Clear();
        var numbers = state.Export();
        var copy = encoder.Import(numbers);
        numbers.AsSpan().Clear();
        Assert.Equal(before, state.Interest);
        Assert.Equal(before, copy.Interest);
        Assert.Equal(encoder.Append(state, 4).Interest, encoder.Append(copy, 4).Interest);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("waves")]
    public void WhatIsNoStateOfThisEncoderIsRefused(string name)
    {
        var encoder = InterestEncoderTests.Create(name);
        var good = encoder.WithText(encoder.Append(encoder.Begin(), 3, 4), [1]).Export();
        void Refused(string message, float[] exported) => Assert.Contains(message, Assert.Throws<ArgumentException>("numbers", () => encoder.Import(exported)).Message);
        float[] With(int index, float value)
        {
            float[] numbers = [.. good];
            numbers[index] = value;
            return numbers;
        }

        Refused("0 numbers are too few", []);
        Refused("version 2", With(0, 2));
        Refused("13 numbers, but the encoder's have 12", With(1, 13));
        Refused("numbers[2]", With(2, 0.5f));
        Refused("numbers[4] is NaN", With(4, float.NaN));
        Refused("before the text's vector", good[..(Header + Size - 1)]);
        Refused("left over", With(3, 0));
        Refused("hold nothing of them", encoder.Append(encoder.Begin(), 3, 4).Export()[..Header]);
        Refused("", [.. good, 1]);
        Refused("", good[..^1]);
        Assert.Throws<ArgumentException>(() => encoder.Import(With(3, 0.5f)));
        var silent = new InterestEncoder(5, TestBodies.Create(name, new RandomStream(1)), null, new RandomStream(2));
        Assert.Contains("reads none", Assert.Throws<ArgumentException>("numbers", () => silent.Import(good)).Message);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void RandomNumbersAreRefusedOrAState(string name)
    {
        var encoder = InterestEncoderTests.Create(name);
        var random = new RandomStream(8);
        var good = encoder.WithText(encoder.Append(encoder.Begin(), 3, 4, 5, 6), [1]).Export();
        for (var round = 0; round < TestTier.Choose(300, 20_000); round++)
        {
            var numbers = good[..(random.Next(4) == 0 ? random.Next(good.Length + 1) : good.Length)];
            for (var i = 0; i < numbers.Length && i < 1 + random.Next(3); i++)
                numbers[random.Next(random.Next(2) == 0 ? Math.Min(Header, numbers.Length) : numbers.Length)] = random.Next(4) switch { 0 => float.NaN, 1 => random.Next(3), 2 => -1, _ => 1e30f };
            try
            {
                Assert.Equal(Size, encoder.Append(encoder.Import(numbers), 1).Interest.Length);
            }
            catch (ArgumentException)
            {
                // The documented answer.
            }
        }
    }
}

using MarlRec.Execution;

namespace MarlRec.Environments;

/// <summary>What every environment of the library owes its users.</summary>
public class ShippedWorldTests
{
    public static TheoryData<string> Worlds => ShippedWorlds.Names;

    [Theory]
    [MemberData(nameof(Worlds))]
    public void CheckerFindsNothing(string name)
    {
        var world = ShippedWorlds.All[name];
        var options = new EnvironmentCheckOptions { Episodes = TestTier.Choose(3, 20), MaxSteps = TestTier.Choose(300, 3000), ResetOptions = world.Options, Ignored = world.Ignored };
        Assert.Empty(EnvironmentChecker.Examine(world.Create, options).Violations);
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void BadCallsAreRefusedByNameAndChangeNothing(string name)
    {
        var shipped = ShippedWorlds.All[name];
        IEnvironment world = shipped.Create(), twin = shipped.Create();
        StepBuffers buffers = new(world.Spec), expected = new(twin.Spec), foreign = new(world.Spec with { StateSize = world.Spec.StateSize + 1 });
        var agents = world.Spec.AgentCount;
        Assert.Throws<InvalidOperationException>(() => world.Step(new int[agents], buffers));
        world.Reset(5, buffers);
        twin.Reset(5, expected);
        var random = new RandomStream(5);
        for (var step = 0; !buffers.IsEpisodeOver && step < 300; step++)
        {
            var actions = RandomPlay.Actions(expected, random);
            if (step < 3) Refuses(actions);
            world.Step(actions, buffers);
            twin.Step(actions, expected);
            Assert.Equal(RandomPlay.Digest(expected), RandomPlay.Digest(buffers));
        }

        if (buffers.IsEpisodeOver) Assert.Throws<InvalidOperationException>(() => world.Step(new int[agents], buffers));
        Assert.Equal(RandomPlay.Digest(expected), RandomPlay.Digest(buffers));

        void Refuses(int[] actions)
        {
            Assert.Throws<ArgumentNullException>("buffers", () => world.Reset(1, null!));
            Assert.Throws<ArgumentException>("buffers", () => world.Reset(1, foreign));
            Assert.Throws<ArgumentException>("options", () => world.Reset(1, new UnknownOptions(), buffers));
            Assert.Throws<ArgumentNullException>("buffers", () => world.Step(actions, null!));
            Assert.Throws<ArgumentException>("buffers", () => world.Step(actions, foreign));
            Assert.Throws<ArgumentException>(nameof(actions), () => world.Step([.. actions, 0], buffers));
            Assert.Throws<ArgumentException>(nameof(actions), () => world.Step(actions.AsSpan()[1..], buffers));
            for (var agent = 0; agent < agents; agent++)
            {
                if (!buffers.Acting[agent]) continue;
                var count = world.Spec.ActionSpaces[agent].Count;
                RefusesAction(agent, -1);
                RefusesAction(agent, count);
                var masked = shipped.Ignored.Contains(EnvironmentRule.Arguments) ? -1 : buffers.Mask(agent)[..count].IndexOf(false);
                if (masked >= 0) RefusesAction(agent, masked);
            }

            void RefusesAction(int agent, int action)
            {
                var tried = (int[])actions.Clone();
                tried[agent] = action;
                Assert.Equal(action, Assert.Throws<ArgumentOutOfRangeException>(nameof(actions), () => world.Step(tried, buffers)).ActualValue);
            }
        }
    }

    [Fact]
    public void EveryEnvironmentOfTheLibraryIsListed()
    {
        var listed = ShippedWorlds.All.Values.Select(world => world.Create().GetType()).ToHashSet();
        var missing = LibraryTypes<IEnvironment>().Where(type => !listed.Contains(type));
        Assert.True(!missing.Any(), $"Add to {nameof(ShippedWorlds)}: {string.Join(", ", missing)}.");
    }

    [Fact]
    public void EveryKindOfResetOptionsIsTried()
    {
        var tried = ShippedWorlds.All.Values.SelectMany(world => world.Options).Select(options => options.GetType()).ToHashSet();
        var missing = LibraryTypes<ResetOptions>().Where(type => !tried.Contains(type));
        Assert.True(!missing.Any(), $"Add to the options of a world in {nameof(ShippedWorlds)}: {string.Join(", ", missing)}.");
    }

    private static IEnumerable<Type> LibraryTypes<T>() =>
        from type in typeof(IEnvironment).Assembly.GetTypes()
        where !type.IsAbstract && !type.IsNested && typeof(T).IsAssignableFrom(type)
        select type;

    private sealed record UnknownOptions : ResetOptions
    {
        public override void Validate()
        {
        }
    }
}

using System.Text;
using MarlRec.Environments.Classic;
using MarlRec.Environments.Grid;
using MarlRec.Environments.Wrappers;

namespace MarlRec.Environments;

public class EnvironmentCheckerTests
{
    private static int _instances;
    private static byte[]? _kept;

    private static float _shared;

    public static TheoryData<string> Worlds => ["GridWorld endless", "Nim", "Errands", "Crowd", "Wrapped", "Drawn", "Disposable"];

    public static TheoryData<EnvironmentRule, string> BrokenWorlds
    {
        get
        {
            var data = new TheoryData<EnvironmentRule, string>();
            foreach (var (name, world) in Broken) data.Add(world.Rule, name);
            return data;
        }
    }

    // Each is a good world with one flaw; the rule is one that must be reported.
    private static readonly Dictionary<string, (EnvironmentRule Rule, Func<IEnvironment> Create)> Broken = new()
    {
        ["spec is new at every call"] = (EnvironmentRule.Spec, () => new Wrapper(new Nim(7)) { Describe = spec => spec with { } }),
        ["spec contradicts itself"] = (EnvironmentRule.Spec, () => Described(new Nim(7), spec => spec with { AgentCount = 3 })),
        ["spec is missing"] = (EnvironmentRule.Spec, () => Described(new Nim(7), _ => null!)),
        ["throws in the third step"] = (EnvironmentRule.Runs, () => new Wrapper(new Nim(9)) { After = (step, _) => { if (step == 3) throw new NotSupportedException(); } }),
        ["throws in the reset"] = (EnvironmentRule.Runs, () => new Wrapper(new Nim(9)) { After = (step, _) => { if (step == 0) throw new NotSupportedException(); } }),
        ["observation leaves its space"] = (EnvironmentRule.Observations, () => new Wrapper(CartPole.V1()) { After = (step, b) => { if (step == 2) b.Observation(0)[0] = 5; } }),
        ["observation is NaN"] = (EnvironmentRule.Observations, () => new Wrapper(CartPole.V1()) { After = (step, b) => b.Observation(0)[1] = float.NaN }),
        ["padding is not zero"] = (EnvironmentRule.Observations, () => new Wrapper(new Errands()) { After = (step, b) => { if (step == 0) b.Observation(1)[2] = 1; } }),
        ["reward is infinite"] = (EnvironmentRule.FiniteNumbers, () => new Wrapper(CartPole.V1()) { After = (step, b) => { if (step == 3) b.Rewards[0] = float.PositiveInfinity; } }),
        ["reward after the reset"] = (EnvironmentRule.FiniteNumbers, () => new Wrapper(CartPole.V1()) { After = (step, b) => { if (step == 0) b.Rewards[0] = 1; } }),
        ["state is NaN"] = (EnvironmentRule.FiniteNumbers, () => new Wrapper(new Nim(7)) { After = (_, b) => b.State[0] = float.NaN }),
        ["candidate is NaN"] = (EnvironmentRule.FiniteNumbers, () => new Wrapper(new Errands()) { After = (step, b) => { if (step == 2) b.Candidates[3] = float.NaN; } }),
        ["no legal action"] = (EnvironmentRule.Masks, () => new Wrapper(new Nim(9)) { After = (step, b) => { if (step == 1) b.Masks.Clear(); } }),
        ["legal action behind the last"] = (EnvironmentRule.Masks, () => new Wrapper(new Errands()) { After = (step, b) => { if (step == 0) b.Mask(1)[2] = true; } }),
        ["nobody acts"] = (EnvironmentRule.Acting, () => new Wrapper(new Nim(9)) { After = (step, b) => { if (step == 1) b.Acting.Clear(); } }),
        ["one waits without turns"] = (EnvironmentRule.Acting, () => new Wrapper(new Errands()) { After = (step, b) => { if (step == 0) b.Acting[1] = false; } }),
        ["the dead act"] = (EnvironmentRule.Acting, () => new Wrapper(new Nim(5)) { After = (_, b) => { if (b.IsEpisodeOver) b.Acting[0] = true; } }),
        ["the dead return"] = (EnvironmentRule.EndedAgents, () => new Wrapper(new Errands()) { After = (step, b) => { if (step == 3) b.Terminated[1] = false; } }),
        ["the dead die in another way"] = (EnvironmentRule.EndedAgents, () => new Wrapper(new Errands()) { After = (step, b) => { if (step > 2 && b.Terminated[1]) (b.Terminated[1], b.Truncated[1]) = (false, true); } }),
        ["the dead earn"] = (EnvironmentRule.EndedAgents, () => new Wrapper(new Errands()) { After = (step, b) => { if (step == 4) b.Rewards[1] = 1; } }),
        ["the dead see"] = (EnvironmentRule.EndedAgents, () => new Wrapper(new Errands()) { After = (step, b) => { if (step == 4) b.Observation(1)[0] = 1; } }),
        ["the dead may act"] = (EnvironmentRule.EndedAgents, () => new Wrapper(new Errands()) { After = (step, b) => { if (step == 4) b.Mask(1)[0] = true; } }),
        ["born dead"] = (EnvironmentRule.EndedAgents, () => new Wrapper(new Errands()) { After = (step, b) => { if (step == 0) b.Truncated[1] = true; } }),
        ["goes on past its limit"] = (EnvironmentRule.StepLimit, () => Described(new Errands(6), spec => spec with { MaxSteps = 5 })),
        ["every instance differs"] = (EnvironmentRule.Determinism, () => Counting(Interlocked.Increment(ref _instances))),
        ["remembers the episode before"] = (EnvironmentRule.Reset, Remembering),
        ["shares a field with all instances"] = (EnvironmentRule.Isolation, () => new Wrapper(new Nim(9)) { After = ShareState }),
        ["draws before the reset"] = (EnvironmentRule.Rendering, () => new Drawn(new Nim(9)) { Ready = true }),
        ["throws the wrong exception for a frame before the reset"] = (EnvironmentRule.Rendering, () => new Drawn(new Nim(9)) { Refuses = () => new FormatException() }),
        ["draws anew every time"] = (EnvironmentRule.Rendering, () => { var frames = 0; return new Drawn(new Nim(9)) { Draw = _ => $"{frames++}\n" }; }),
        ["draws on null"] = (EnvironmentRule.Rendering, () => new Drawn(new Nim(9)) { TakesNull = true }),
        ["draws nothing"] = (EnvironmentRule.Rendering, () => new Drawn(new Nim(9)) { Draw = _ => "" }),
        ["draws with carriage returns"] = (EnvironmentRule.Rendering, () => new Drawn(new Nim(9)) { Draw = _ => "\r\n" }),
        ["changes the buffers by drawing"] = (EnvironmentRule.Rendering, () => new Drawn(new Nim(9)) { Draw = buffers => $"{buffers!.Rewards[0]++ * 0}\n" }),
        ["moves on by drawing"] = (EnvironmentRule.Rendering, () => { var looked = false; var inner = new Wrapper(new Nim(9)) { After = (_, b) => b.State[0] += looked ? 1 : 0 }; return new Drawn(inner) { Draw = _ => { looked = true; return "\n"; } }; }),
        ["cannot be closed twice"] = (EnvironmentRule.Disposal, () => new Closable(new Nim(9), twice: false)),
        ["adds to the buffers"] = (EnvironmentRule.Buffers, () => new Wrapper(CartPole.V1()) { Before = (_, _, b) => b.Rewards[0], Carry = (kept, b) => b.Rewards[0] += 0 * kept }),
        ["reads whose turn it is from the buffers"] = (EnvironmentRule.Buffers, () => new Wrapper(new Nim(9)) { Before = (_, _, b) => b.Acting[0] ? 1 : 0, Carry = (kept, b) => b.State[0] += kept }),
        ["reads idle actions"] = (EnvironmentRule.IdleActions, () => new Wrapper(new Nim(9)) { Before = (_, actions, b) => b.Acting[0] ? actions[1] : actions[0], Carry = (kept, b) => b.State[0] += kept }),
        ["overlooks options that it does not know"] = (EnvironmentRule.ResetOptions, () => new Wrapper(CartPole.V1()) { BeforeReset = (_, options, _) => options as CartPoleResetOptions }),
        ["starts over and then looks at the options"] = (EnvironmentRule.ResetOptions, () => new Wrapper(new Nim(9)) { BeforeReset = StartOver }),
        ["spoils the buffers when it refuses options"] = (EnvironmentRule.ResetOptions, () => new Wrapper(CartPole.V1()) { BeforeReset = Spoil }),
        ["takes null buffers in a reset"] = (EnvironmentRule.Arguments, () => new Forgiving()),
        ["takes illegal actions for legal ones"] = (EnvironmentRule.Arguments, () => new Wrapper(CartPole.V1()) { Before = (_, actions, _) => actions[0] = Math.Clamp(actions[0], 0, 1) }),
        ["takes masked actions"] = (EnvironmentRule.Arguments, () => new Wrapper(new Nim(9)) { Before = Unmask }),
        ["counts refused steps"] = (EnvironmentRule.Arguments, CountingAttempts),
        ["spoils the buffers when it refuses"] = (EnvironmentRule.Arguments, () => new Wrapper(CartPole.V1()) { Before = (_, actions, b) => actions[0] is < 0 or > 1 ? b.Rewards[0] = 7 : 0 }),
        ["throws the wrong exception"] = (EnvironmentRule.Arguments, () => new Wrapper(CartPole.V1()) { Before = (_, actions, _) => (uint)actions[0] > 1 ? throw new FormatException() : 0 }),
        ["needs no reset"] = (EnvironmentRule.LifeCycle, () => new Wrapper(new Nim(9)) { Before = (inner, actions, b) => Revive(inner, actions, b, fresh: true) }),
        ["starts over by itself"] = (EnvironmentRule.LifeCycle, () => new Wrapper(new Nim(9)) { Before = (inner, actions, b) => Revive(inner, actions, b, fresh: false) }),
        ["allocates"] = (EnvironmentRule.Allocation, () => new Wrapper(CartPole.V1()) { After = (_, _) => _kept = new byte[64] }),
    };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void ShippedWorldsAndTestWorldsPass(string name)
    {
        Func<IEnvironment> create = name switch
        {
            "GridWorld endless" => () => new GridWorld(new GridWorldOptions { MaxSteps = null, Map = "S.#\n#.#\n#.G" }),
            "Nim" => () => new Nim(20),
            "Crowd" => () => new Crowd(),
            "Wrapped" => () => new Wrapper(new Errands(9)),
            "Drawn" => () => new Drawn(new Nim(9)),
            "Disposable" => () => new Closable(new Nim(9), twice: true),
            _ => () => new Errands(12),
        };
        Assert.Empty(EnvironmentChecker.Check(create, new EnvironmentCheckOptions { Episodes = 8, MaxSteps = 60 }));
        Assert.Empty(EnvironmentChecker.Check(create));
    }

    [Theory]
    [MemberData(nameof(BrokenWorlds))]
    public void BrokenWorldsAreRejected(EnvironmentRule rule, string name)
    {
        var violations = EnvironmentChecker.Check(Broken[name].Create, new EnvironmentCheckOptions { Episodes = 6 });
        Assert.True(violations.Any(v => v.Rule == rule), $"{name}: expected {rule}, but found: {string.Join("; ", violations)}");
        // Consequences of the flaw may be reported beside it, each rule once.
        Assert.Equal(violations.Select(v => v.Rule).Distinct().Order(), violations.Select(v => v.Rule));
        Assert.All(violations, violation => Assert.NotEmpty(violation.Message));
        Assert.DoesNotContain(EnvironmentChecker.Check(Broken[name].Create, new EnvironmentCheckOptions { Episodes = 6, Ignored = [rule] }), v => v.Rule == rule);
    }

    [Fact]
    public void EveryRuleIsProved() =>
        Assert.Equal(Enum.GetValues<EnvironmentRule>(), Broken.Values.Select(world => world.Rule).Distinct().Order());

    // Each is a world that passes and has one oddity.
    private static readonly Dictionary<EnvironmentConcern, Func<IEnvironment>> Odd = new()
    {
        [EnvironmentConcern.ZeroObservations] = () => new Wrapper(CartPole.V1()) { After = (_, b) => b.Observations.Clear() },
        [EnvironmentConcern.UnboundedObservations] = CartPole.V1,
        [EnvironmentConcern.FixedObservations] = Fixed,
        [EnvironmentConcern.ZeroState] = () => new Wrapper(new Nim(9)) { After = (_, b) => b.State.Clear() },
        [EnvironmentConcern.NoRewards] = () => new Wrapper(new Nim(9)) { After = (_, b) => b.Rewards.Clear() },
        [EnvironmentConcern.SeedIgnored] = () => new Wrapper(new Crowd()) { SeedBefore = _ => 7 },
        [EnvironmentConcern.Endless] = () => new GridWorld(new GridWorldOptions { MaxSteps = null, Map = "S...................G" }),
        [EnvironmentConcern.TruncatedAtOnce] = () => Described(new Errands(1), spec => spec with { MaxSteps = 2 }),
        [EnvironmentConcern.TerminatedAtLimit] = () => new Wrapper(new Errands(5)) { After = EndTheWorld },
    };

    public static TheoryData<EnvironmentConcern> Concerns => [.. Enum.GetValues<EnvironmentConcern>()];

    [Theory]
    [MemberData(nameof(Concerns))]
    public void OddWorldsAreWarnedOfAndPass(EnvironmentConcern concern)
    {
        var report = EnvironmentChecker.Examine(Odd[concern], new EnvironmentCheckOptions { MaxSteps = 30 });
        Assert.True(report.Passes, report.ToString());
        Assert.Contains(report.Warnings, warning => warning.Concern == concern);
        Assert.Equal(report.Warnings.Select(warning => warning.Concern).Distinct().Order(), report.Warnings.Select(warning => warning.Concern));
        Assert.Contains($"warning {concern}: ", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void GoodWorldsAreNotWarnedOf()
    {
        Assert.Empty(EnvironmentChecker.Examine(() => new Crowd()).ToString());
        Assert.Empty(EnvironmentChecker.Examine(() => new Nim(20)).ToString());
    }

    [Fact]
    public void EveryInstanceIsDisposed()
    {
        var open = 0;
        EnvironmentChecker.Check(() =>
        {
            open++;
            return new Closable(new Nim(9), twice: true) { Closed = () => open-- };
        });
        Assert.Equal(0, open);
        Assert.Throws<ArgumentException>("create", () => EnvironmentChecker.Check(() => open++ == 0 ? new Closable(new Nim(9), twice: true) { Closed = () => open = 100 } : null!));
        Assert.Equal(100, open);
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        Assert.Throws<ArgumentNullException>("create", () => EnvironmentChecker.Check(null!));
        Assert.Throws<ArgumentException>("create", () => EnvironmentChecker.Check(() => null!));
        Assert.Throws<ArgumentOutOfRangeException>("Episodes", () => EnvironmentChecker.Check(CartPole.V1, new EnvironmentCheckOptions { Episodes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxSteps", () => EnvironmentChecker.Check(CartPole.V1, new EnvironmentCheckOptions { MaxSteps = 0 }));
        Assert.Throws<ArgumentNullException>("ResetOptions", () => EnvironmentChecker.Check(CartPole.V1, new EnvironmentCheckOptions { ResetOptions = null! }));
        Assert.Throws<ArgumentNullException>("ResetOptions", () => EnvironmentChecker.Check(CartPole.V1, new EnvironmentCheckOptions { ResetOptions = [null!] }));
        Assert.Throws<ArgumentNullException>("Ignored", () => EnvironmentChecker.Check(CartPole.V1, new EnvironmentCheckOptions { Ignored = null! }));
    }

    private static Wrapper Described(IEnvironment inner, Func<EnvironmentSpec, EnvironmentSpec> change)
    {
        var spec = change(inner.Spec);
        return new Wrapper(inner) { Describe = _ => spec };
    }

    /// <summary>A world with a number that never changes in what its first agent sees.</summary>
    private static Wrapper Fixed()
    {
        var inner = new Errands(6);
        var spec = inner.Spec with { ObservationSpaces = [new TupleSpace(new BoxSpace(0, 1, 2), new BoxSpace(1, 1, 1)), inner.Spec.ObservationSpaces[1]] };
        return new Wrapper(inner) { Describe = _ => spec, After = (_, b) => b.Observation(0)[2] = 1 };
    }

    private static void ShareState(int step, StepBuffers buffers)
    {
        if (step == 0) _shared = buffers.State[0];
        _shared++;
        buffers.State[0] += _shared;
    }

    private static void EndTheWorld(int step, StepBuffers buffers)
    {
        if (!buffers.IsEpisodeOver) return;
        buffers.Terminated.Fill(true);
        buffers.Truncated.Clear();
    }

    private static Wrapper Counting(int instance) => new(new Nim(9)) { After = (_, b) => b.State[0] += instance };

    private static Wrapper Remembering()
    {
        var episodes = 0;
        return new Wrapper(new Nim(9)) { After = (step, b) => b.State[0] += step == 0 ? episodes++ : 0 };
    }

    private static Wrapper CountingAttempts()
    {
        var attempts = 0;
        return new Wrapper(CartPole.V1())
        {
            Before = (_, _, _) => attempts++,
            After = (step, b) => b.Rewards[0] = step == 0 ? attempts = 0 : attempts,
        };
    }

    private static float Unmask(IEnvironment inner, int[] actions, StepBuffers buffers)
    {
        for (var agent = 0; agent < 2; agent++)
            if (buffers.Acting[agent] && (uint)actions[agent] < 3 && !buffers.Mask(agent)[actions[agent]]) actions[agent] = 0;
        return 0;
    }

    private static ResetOptions? StartOver(IEnvironment inner, ResetOptions? options, StepBuffers buffers)
    {
        if (buffers is not null && options is not null) inner.Reset(0, null, new StepBuffers(inner.Spec));
        return options;
    }

    private static ResetOptions? Spoil(IEnvironment inner, ResetOptions? options, StepBuffers buffers)
    {
        if (options is not null) buffers.Rewards[0] = 7;
        return options;
    }

    private static float Revive(IEnvironment inner, int[] actions, StepBuffers buffers, bool fresh)
    {
        var before = !buffers.Masks.Contains(true);
        if (fresh ? before : buffers.IsEpisodeOver && !before) inner.Reset(0, new StepBuffers(inner.Spec));
        return 0;
    }

    /// <summary>A good world, except that it takes null buffers in a reset for a wish to do nothing.</summary>
    private sealed class Forgiving : IEnvironment
    {
        private readonly CartPole _inner = CartPole.V1();

        public EnvironmentSpec Spec => _inner.Spec;

        public void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
        {
            if (buffers is not null) _inner.Reset(seed, options, buffers);
        }

        public void Step(ReadOnlySpan<int> actions, StepBuffers buffers) => _inner.Step(actions, buffers);
    }

    /// <summary>A world that can be drawn, with flaws.</summary>
    private sealed class Drawn(IEnvironment inner) : EnvironmentWrapper(inner), ITextRenderable
    {
        private StepBuffers? _buffers;

        public bool Ready { get; init; }

        public Func<Exception> Refuses { get; init; } = () => new InvalidOperationException();

        public Func<StepBuffers?, string> Draw { get; init; } = _ => "a frame\n";

        public override void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
        {
            base.Reset(seed, options, buffers);
            _buffers = buffers;
        }

        public bool TakesNull { get; init; }

        public void Render(StringBuilder text)
        {
            if (_buffers is null && !Ready) throw Refuses();
            if (!TakesNull) ArgumentNullException.ThrowIfNull(text);
            text?.Append(Draw(_buffers));
        }
    }

    /// <summary>A world that can be closed, once or twice.</summary>
    private sealed class Closable(IEnvironment inner, bool twice) : EnvironmentWrapper(inner), IDisposable
    {
        private bool _closed;

        public Action? Closed { get; init; }

        public void Dispose()
        {
            if (_closed && !twice) throw new NotSupportedException();
            if (!_closed) Closed?.Invoke();
            _closed = true;
        }
    }

    /// <summary>Passes everything on, and does what a test asks for around it.</summary>
    private sealed class Wrapper(IEnvironment inner) : IEnvironment
    {
        private int _step;
        private int[] _actions = [];

        public Func<EnvironmentSpec, EnvironmentSpec>? Describe { get; init; }

        /// <summary>Called before a step with the actions, which it may change; what it returns is given to <see cref="Carry"/>.</summary>
        public Func<IEnvironment, int[], StepBuffers, float>? Before { get; init; }

        public Action<float, StepBuffers>? Carry { get; init; }

        /// <summary>Called with 0 after a reset and with the step's number after a step.</summary>
        public Action<int, StepBuffers>? After { get; init; }

        public EnvironmentSpec Spec => Describe is null ? inner.Spec : Describe(inner.Spec);

        /// <summary>Called before a reset; what it returns is given to the inner world.</summary>
        public Func<IEnvironment, ResetOptions?, StepBuffers, ResetOptions?>? BeforeReset { get; init; }

        public Func<ulong, ulong>? SeedBefore { get; init; }

        public void Reset(ulong seed, ResetOptions? options, StepBuffers buffers)
        {
            if (SeedBefore is not null) seed = SeedBefore(seed);
            if (BeforeReset is not null) options = BeforeReset(inner, options, buffers);
            inner.Reset(seed, options, buffers);
            _step = 0;
            After?.Invoke(0, buffers);
        }

        public void Step(ReadOnlySpan<int> actions, StepBuffers buffers)
        {
            float kept = 0;
            if (buffers is not null && actions.Length == inner.Spec.AgentCount)
            {
                if (_actions.Length != actions.Length) _actions = new int[actions.Length];
                actions.CopyTo(_actions);
                kept = Before?.Invoke(inner, _actions, buffers) ?? 0;
                actions = _actions;
            }

            inner.Step(actions, buffers!);
            _step++;
            Carry?.Invoke(kept, buffers!);
            After?.Invoke(_step, buffers!);
        }
    }
}

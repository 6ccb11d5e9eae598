using MarlRec.Environments;
using MarlRec.Environments.Tables;

namespace MarlRec.Seams;

public class OutsideWorldTests
{
    [Fact]
    public void ATableMayShowLessThanItsState() => Assert.Empty(EnvironmentChecker.Check(() => new Corridor()));

    [Fact]
    public void AnythingFiniteMayBeAModel()
    {
        ITabularModel model = new Counting();
        Assert.Equal(1, model.StartProbabilities[0]);
        Assert.Equal(new TabularOutcome(1, 2, -1, true), model.Outcomes(1, 0)[0]);
    }

    /// <summary>Six cells; the agent sees only whether it stands in the left or in the right half.</summary>
    private sealed class Corridor() : TabularEnvironment(
        new EnvironmentSpec { Name = "Corridor", AgentCount = 1, ObservationSpaces = [new DiscreteSpace(2)], ActionSpaces = [new DiscreteSpace(2)], MaxSteps = 30 },
        new TabularModel([0, 0, 1, 0, 0, 0], 2, (cell, action) => cell is 0 or 5 ? [] : [To(cell + (action == 0 ? -1 : 1), 0.75), To(cell, 0.25)]))
    {
        protected override int Observe(int state) => state / 3;

        private static TabularOutcome To(int cell, double probability) => new(probability, cell, cell == 5 ? 1 : 0, cell is 0 or 5);
    }

    /// <summary>A model that is computed, not stored.</summary>
    private sealed class Counting : ITabularModel
    {
        public int StateCount => 3;

        public int ActionCount => 1;

        public ReadOnlySpan<double> StartProbabilities => new double[] { 1, 0, 0 };

        public ReadOnlySpan<TabularOutcome> Outcomes(int state, int action) => state == 2 ? [] : new[] { new TabularOutcome(1, state + 1, -1, state == 1) };
    }
}

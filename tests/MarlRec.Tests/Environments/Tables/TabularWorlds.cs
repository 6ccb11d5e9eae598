using MarlRec.Environments.Grid;

namespace MarlRec.Environments.Tables;

/// <summary>The tabular worlds by the names of tests/Fixtures/tabular_optima.csv.</summary>
internal static class TabularWorlds
{
    internal static readonly Dictionary<string, Func<ITabularEnvironment>> ByName = new()
    {
        ["frozenlake 4x4"] = () => new FrozenLake(),
        ["frozenlake 4x4 firm"] = () => new FrozenLake(new FrozenLakeOptions { Slippery = false }),
        ["frozenlake 8x8"] = () => new FrozenLake(FrozenLakeOptions.EightByEight),
        ["cliff"] = () => new CliffWalking(),
        ["cliff slippery"] = () => new CliffWalking(new CliffWalkingOptions { Slippery = true }),
        ["taxi"] = () => new Taxi(),
        ["taxi masked"] = () => new Taxi(new TaxiOptions { MaskUseless = true }),
        ["taxi rainy"] = () => new Taxi(new TaxiOptions { Rainy = true }),
        ["taxi fickle"] = () => new Taxi(new TaxiOptions { Fickle = true }),
        ["taxi rainy fickle"] = () => new Taxi(new TaxiOptions { Rainy = true, Fickle = true }),
        ["blackjack sab"] = () => new Blackjack(),
        ["blackjack plain"] = () => new Blackjack(BlackjackRules.Plain),
        ["blackjack natural"] = () => new Blackjack(BlackjackRules.NaturalPaysMore),
    };

    internal static TheoryData<string> Names => [.. ByName.Keys];
}

using System.Globalization;
using MarlRec.Execution;
using MarlRec.Networks;
using MarlRec.Tensors;

namespace MarlRec.Encoders.Pretraining;

public sealed partial class Pretrainer
{
    private const string FormatName = "format", FormatValue = "marlrec.pretraining.1";
    private const string Weights = "weights.", Best = "best.", Optimiser = "optimizer.";

    /// <summary>Writes everything needed to go on exactly, as one safetensors file: weights, optimiser, place in the epoch, best weights, random stream.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var tensors = new Dictionary<string, FloatTensor>(StringComparer.Ordinal);
        foreach (var (name, parameter) in _objective.Parameters) tensors.Add(Weights + name, parameter.Value);
        if (_bestWeights is not null)
            foreach (var (name, tensor) in _bestWeights) tensors.Add(Best + name, tensor);
        _optimizer.ExportState(tensors, Optimiser);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [FormatName] = FormatValue,
            ["random"] = _random.State.Key.ToString("x16", CultureInfo.InvariantCulture),
            ["examples"] = Text(_objective.ExampleCount),
            ["epoch"] = Text(_epoch),
            ["position"] = Text(_position),
            ["stale"] = Text(_stale),
            ["updates"] = Text(_updates),
            ["skipped"] = Text(_skipped),
            ["sum"] = Text(_sum),
            ["targets"] = Text(_targets),
            ["right"] = Text(_right),
        };
        WriteScore(values, "latest.", _latest);
        WriteScore(values, "best.", _best);
        SafeTensorsFile.Write(stream, tensors, values);
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote in a pre-trainer made with equal arguments; its random stream comes from the file.</summary>
    /// <param name="stream">From where; read to its end, and stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="SafeTensorsException">The file is damaged or not a safetensors file.</exception>
    /// <exception cref="ArgumentException">An entry is missing, malformed, or does not fit this pre-trainer. Nothing has changed then.</exception>
    /// <remarks>Frozen parameters are written too, and stay frozen.</remarks>
    public void Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var file = SafeTensorsFile.Read(stream);
        var values = new SavedValues(file.Metadata, nameof(stream));
        if (values.Text(FormatName) != FormatValue) throw values.Malformed(FormatName, FormatValue);
        var tensors = file.ReadAllFloats();
        foreach (var (name, parameter) in _objective.Parameters) StateTensors.Require(tensors, Weights + name, parameter.Value.Shape);
        var (key, examples) = (values.Key("random"), values.Count("examples", int.MaxValue));
        if (examples != _objective.ExampleCount)
            throw new ArgumentException($"The state was saved over {examples} examples, but the objective has {_objective.ExampleCount}.", nameof(stream));
        var (epoch, position, stale) = ((int)values.Count("epoch", _options.Epochs), (int)values.Count("position", _training.Length), (int)values.Count("stale", int.MaxValue));
        if (position % _options.BatchSize != 0 && position != _training.Length) throw values.Malformed("position", $"a multiple of the batch size {_options.BatchSize}");
        var (updates, skipped) = (values.Count("updates", long.MaxValue), values.Count("skipped", long.MaxValue));
        var (sum, targets, right) = (values.Number("sum"), values.Count("targets", long.MaxValue), values.Count("right", long.MaxValue));
        var (latest, best) = (ReadScore(values, "latest."), ReadScore(values, "best."));
        var bestWeights = ReadBest(tensors);
        _optimizer.ImportState(tensors, Optimiser); // the last check: it changes nothing if it fails

        WriteWeights(tensors, Weights);
        (_epoch, _position, _stale, _updates, _skipped) = (epoch, position, stale, updates, skipped);
        (_sum, _targets, _right, _latest, _best, _bestWeights) = (sum, targets, right, latest, best, bestWeights);
        _random = RandomStream.Restore(new RandomStreamState(key, 0));
        Split();
    }

    private Dictionary<string, FloatTensor>? ReadBest(Dictionary<string, FloatTensor> tensors)
    {
        if (!_objective.Parameters.Any(named => tensors.ContainsKey(Best + named.Name))) return null;
        var weights = new Dictionary<string, FloatTensor>(StringComparer.Ordinal);
        foreach (var (name, parameter) in _objective.Parameters) weights.Add(name, StateTensors.Require(tensors, Best + name, parameter.Value.Shape));
        return weights;
    }

    private void WriteWeights(Dictionary<string, FloatTensor> from, string prefix)
    {
        foreach (var (name, parameter) in _objective.Parameters)
        {
            // What a frozen parameter has laid out must follow its value.
            var frozen = parameter.IsFrozen;
            if (frozen) parameter.Unfreeze();
            from[prefix + name].Span.CopyTo(parameter.Value.Span);
            if (frozen) parameter.Freeze();
        }
    }

    private static void WriteScore(Dictionary<string, string> values, string prefix, PretrainingScore? score)
    {
        if (score is not { } known) return;
        values[prefix + "loss"] = Text(known.Loss);
        values[prefix + "accuracy"] = Text(known.Accuracy);
        values[prefix + "targets"] = Text(known.Targets);
    }

    private static PretrainingScore? ReadScore(SavedValues values, string prefix) => !values.Has(prefix + "loss")
        ? null
        : new PretrainingScore(values.Number(prefix + "loss"), values.Number(prefix + "accuracy"), values.Count(prefix + "targets", long.MaxValue));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

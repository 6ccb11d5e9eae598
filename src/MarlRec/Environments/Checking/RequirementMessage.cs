using System.Globalization;
using System.Runtime.CompilerServices;

namespace MarlRec.Environments.Checking;

/// <summary>The text of a broken requirement, which is put together only where the requirement is broken: looking at a good step allocates nothing.</summary>
[InterpolatedStringHandler]
internal ref struct RequirementMessage
{
    private DefaultInterpolatedStringHandler _text;

    public RequirementMessage(int literalLength, int formattedCount, bool condition, out bool isBroken)
    {
        isBroken = !condition;
        if (isBroken) _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    internal string ToStringAndClear() => _text.ToStringAndClear();
}

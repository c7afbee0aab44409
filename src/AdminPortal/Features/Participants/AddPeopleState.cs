using AdminPortal.Features.Participants.Numbers;

namespace AdminPortal.Features.Participants;

public enum AddStep
{
    Paste,
    Check,
    Adding,
}

/// <summary>Where the dialog stands, and what was found in what was pasted.</summary>
public sealed class AddPeopleState
{
    private IReadOnlyList<PastedPerson> _people = [];
    private PastedVerdict? _filter;

    public AddStep Step { get; private set; }

    public Guid Intent { get; private set; } = Guid.NewGuid();

    public Guid? OperationId { get; private set; }

    /// <summary>The lines that the preview shows.</summary>
    public IReadOnlyList<PastedPerson> Shown { get; private set; } = [];

    /// <summary>Null shows all.</summary>
    public PastedVerdict? Filter
    {
        get => _filter;
        set
        {
            _filter = value;
            Shown = value is { } only ? [.. _people.Where(p => p.Verdict == only)] : _people;
        }
    }

    public int Total => _people.Count;

    public IReadOnlyList<(PastedVerdict Verdict, int Count)> Counts { get; private set; } = [];

    public int Ready => _people.Count(p => p.Verdict == PastedVerdict.Ready);

    public IReadOnlyList<Newcomer> Newcomers => [.. _people.Where(p => p.Verdict == PastedVerdict.Ready).Select(p => new Newcomer(p.Key!, p.Name))];

    public void Reset()
    {
        (_people, Step, Intent, OperationId, Counts) = ([], AddStep.Paste, Guid.NewGuid(), null, []);
        Filter = null;
    }

    /// <summary>A new check is a new intent: other people would be added.</summary>
    public void Check(IReadOnlyList<PastedPerson> people)
    {
        (_people, Step, Intent) = (people, AddStep.Check, Guid.NewGuid());
        Counts = [.. people.GroupBy(p => p.Verdict).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))];
        Filter = null;
    }

    public void Back() => Step = AddStep.Paste;

    public void Submitted(Guid operationId) => (Step, OperationId) = (AddStep.Adding, operationId);
}

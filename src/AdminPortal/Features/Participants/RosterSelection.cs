namespace AdminPortal.Features.Participants;

/// <summary>Who of a list is chosen.</summary>
public sealed class RosterSelection
{
    private readonly HashSet<Guid> _chosen = [];

    public int Count => _chosen.Count;

    public IReadOnlyCollection<Guid> People => _chosen;

    public bool Has(Guid person) => _chosen.Contains(person);

    public void Toggle(Guid person)
    {
        if (!_chosen.Remove(person))
        {
            _chosen.Add(person);
        }
    }

    public void Choose(IEnumerable<Guid> people) => _chosen.UnionWith(people);

    public void Clear() => _chosen.Clear();
}

namespace AdminPortal.Features.Communities;

/// <summary>The groups an operator has picked, shared by outline and board.</summary>
public sealed class GroupSelection
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private string? _anchor;

    public IReadOnlyCollection<string> Ids => _ids;

    public int Count => _ids.Count;

    public bool Contains(string id) => _ids.Contains(id);

    public void Toggle(string id)
    {
        if (!_ids.Remove(id))
        {
            _ids.Add(id);
        }

        _anchor = id;
    }

    /// <summary>Everything from the last toggled group to this one, in the order given.</summary>
    public void ExtendTo(string id, IReadOnlyList<string> order)
    {
        var from = _anchor is null ? -1 : order.IndexOf(_anchor);
        var to = order.IndexOf(id);
        if (from < 0 || to < 0)
        {
            Toggle(id);
            return;
        }

        for (var i = Math.Min(from, to); i <= Math.Max(from, to); i++)
        {
            _ids.Add(order[i]);
        }
    }

    public void Set(IEnumerable<string> ids)
    {
        _ids.Clear();
        _ids.UnionWith(ids);
    }

    public void Clear()
    {
        _ids.Clear();
        _anchor = null;
    }

    /// <summary>Drops what is not there any more.</summary>
    public void Keep(Func<string, bool> stillThere) => _ids.RemoveWhere(id => !stillThere(id));

    /// <summary>What a drag or "Move to…" on one group takes along: the selection when the group is in it, else the group.</summary>
    public IReadOnlyList<string> With(string id) => _ids.Contains(id) ? [.. _ids] : [id];
}

file static class ListSearch
{
    public static int IndexOf(this IReadOnlyList<string> list, string value)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (string.Equals(list[i], value, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}

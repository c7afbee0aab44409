namespace AdminPortal.Features.Approvals;

/// <summary>Where the operator is in the inbox: cursor, selection. Survives reloads by id, not by place.</summary>
public sealed class ApprovalInboxState
{
    private readonly HashSet<Guid> _selected = [];

    public IReadOnlyList<ApprovalRow> Rows { get; private set; } = [];

    /// <summary>The row the keys act on; null when the list is empty.</summary>
    public ApprovalRow? Current { get; private set; }

    public IReadOnlyCollection<Guid> Selected => _selected;

    /// <summary>By group, the number that the operator wants to answer through while the page is open.</summary>
    public IReadOnlyDictionary<string, Guid> Through { get; private set; } = new Dictionary<string, Guid>(StringComparer.Ordinal);

    /// <summary>-1 when there is no current row.</summary>
    public int CurrentIndex => Current is null ? -1 : IndexOf(Current.Id);

    /// <summary>Takes new rows. The cursor stays on its request, or on the place where that was.</summary>
    public void Show(IReadOnlyList<ApprovalRow> rows, Guid? wanted = null)
    {
        var place = CurrentIndex;
        var id = wanted ?? Current?.Id;
        Rows = rows;
        _selected.IntersectWith(rows.Where(IsOpen).Select(r => r.Id));
        var index = id is { } known ? IndexOf(known) : -1;
        if (index < 0)
        {
            index = rows.Count == 0 ? -1 : Math.Clamp(place, 0, rows.Count - 1);
        }

        Current = index < 0 ? null : rows[index];
    }

    /// <param name="number">Null leaves the choice to the console again.</param>
    public void ActThrough(string groupId, Guid? number)
    {
        // A decision under way keeps the choices with which it was taken.
        var through = Through.Where(t => t.Key != groupId).ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);
        if (number is { } chosen)
        {
            through[groupId] = chosen;
        }

        Through = through;
    }

    public void MoveTo(Guid id)
    {
        if (IndexOf(id) is >= 0 and var index)
        {
            Current = Rows[index];
        }
    }

    /// <summary>j and k: one row down (1) or up (-1); stops at the ends.</summary>
    public void Move(int step)
    {
        if (Rows.Count > 0)
        {
            Current = Rows[Math.Clamp(CurrentIndex + step, 0, Rows.Count - 1)];
        }
    }

    /// <summary>After a decision: the next request that waits and that nobody else has open; else the nearest before.</summary>
    public void MoveOn(Guid me)
    {
        var start = CurrentIndex;
        bool Free(ApprovalRow row) => IsOpen(row) && row.Id != Current?.Id && (row.OpenById is null || row.OpenById == me);
        var next = Rows.Skip(start + 1).FirstOrDefault(Free) ?? Rows.Take(Math.Max(start, 0)).LastOrDefault(Free);
        Current = next ?? Current;
    }

    public bool IsSelected(Guid id) => _selected.Contains(id);

    /// <summary>x: only requests that still wait can be selected.</summary>
    public void Toggle(Guid id)
    {
        if (!_selected.Remove(id) && IndexOf(id) is >= 0 and var index && IsOpen(Rows[index]))
        {
            _selected.Add(id);
        }
    }

    public void SelectAll() => _selected.UnionWith(Rows.Where(IsOpen).Select(r => r.Id));

    public void ClearSelection() => _selected.Clear();

    /// <summary>Waits for a decision.</summary>
    public static bool IsOpen(ApprovalRow row) => row.State == RequestState.Waiting;

    private int IndexOf(Guid id)
    {
        for (var index = 0; index < Rows.Count; index++)
        {
            if (Rows[index].Id == id)
            {
                return index;
            }
        }

        return -1;
    }
}

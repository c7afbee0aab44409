namespace AdminPortal.Features.Communities;

/// <summary>What a key press in the outline asks the page to do.</summary>
public enum OutlineAction
{
    /// <summary>Not a key of the outline.</summary>
    None,
    /// <summary>Done within the outline.</summary>
    Handled,
    Open,
    Rename,
    Move,
}

/// <summary>The outline's rows, its open branches, its active row and its keys, after the WAI-ARIA treeview.</summary>
/// <param name="communities">Picked communities; null where a community cannot be picked.</param>
public sealed class OutlineState(GroupSelection selection, TimeProvider time, GroupSelection? communities = null)
{
    /// <summary>Up to this many groups everything is open at first.</summary>
    public const int OpenUpTo = 200;

    /// <summary>Letters typed within this time make one word.</summary>
    public static readonly TimeSpan TypeAheadPause = TimeSpan.FromMilliseconds(900);

    private const int Page = 12;

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _closedUnderFilter = new(StringComparer.Ordinal);
    private Estate? _estate;
    private string _typed = "";
    private long _typedAt;
    private int _active = -1;

    public IReadOnlyList<OutlineRow> Rows { get; private set; } = [];

    public EstateFilter Filter { get; private set; } = EstateFilter.None;

    public GroupSelection Selection => selection;

    /// <summary>Communities can be picked, beside groups.</summary>
    public bool PicksCommunities => communities is not null;

    public int ActiveIndex => _active;

    public OutlineRow? Active => _active >= 0 && _active < Rows.Count ? Rows[_active] : null;

    public void Show(Estate estate)
    {
        var first = _estate is null;
        _estate = estate;
        if (first)
        {
            _open.Add(OutlineRow.StandaloneKey);
            _open.Add(OutlineRow.UnplacedKey);
            if (estate.GroupCount <= OpenUpTo)
            {
                _open.UnionWith(estate.Communities.Select(c => c.Id));
            }
        }

        selection.Keep(id => estate.Find(id) is { IsMovable: true });
        communities?.Keep(id => estate.FindCommunity(id) is not null);
        Rebuild();
    }

    public void Narrow(EstateFilter filter)
    {
        Filter = filter;
        _closedUnderFilter.Clear();
        Rebuild();
    }

    public bool IsOpen(string key) => Filter.IsActive ? !_closedUnderFilter.Contains(key) : _open.Contains(key);

    public void Toggle(string key) => SetOpen(key, !IsOpen(key));

    /// <summary>Makes a row the active one, opening what hides it. False when it is not there.</summary>
    public bool Activate(string? key)
    {
        if (key is null || _estate is null)
        {
            return false;
        }

        var parent = OutlineRows.ParentOf(_estate, key);
        if (parent is not null && !IsOpen(parent))
        {
            SetOpen(parent, open: true);
        }

        return SetActive(IndexOf(key));
    }

    /// <param name="key">As the browser names it: ArrowDown, Home, F2, " ", a letter.</param>
    public OutlineAction Press(string key, bool shift, bool control)
    {
        if (Rows.Count == 0)
        {
            return OutlineAction.None;
        }

        if (control)
        {
            return key is "a" or "A" ? SelectAll() : OutlineAction.None;
        }

        switch (key)
        {
            case "ArrowDown":
                return Go(_active + 1, shift);
            case "ArrowUp":
                return Go(Math.Max(_active, 0) - 1, shift);
            case "PageDown":
                return Go(_active + Page, shift);
            case "PageUp":
                return Go(_active - Page, shift);
            case "Home":
                return Go(0, shift);
            case "End":
                return Go(Rows.Count - 1, shift);
            case "ArrowRight":
                return OpenOrEnter();
            case "ArrowLeft":
                return CloseOrLeave();
            case "*":
                _open.UnionWith(Rows.Where(r => r.Expanded is not null).Select(r => r.Key));
                return Refreshed();
            case " ":
                return SelectActive();
            case "Escape" when selection.Count + (communities?.Count ?? 0) > 0:
                selection.Clear();
                communities?.Clear();
                return OutlineAction.Handled;
            case "Enter":
                return Active switch
                {
                    { Node: { IsPlaceholder: false } } => OutlineAction.Open,
                    { Expanded: not null } row => Toggled(row.Key),
                    _ => OutlineAction.None,
                };
            case "F2":
                return Active?.Node is { IsPlaceholder: false } ? OutlineAction.Rename : OutlineAction.None;
            case "m" or "M" when !IsTyping():
                return Active?.Node is { IsMovable: true } || selection.Count > 0 ? OutlineAction.Move : OutlineAction.None;
            default:
                return key.Length == 1 && !char.IsControl(key[0]) ? TypeAhead(key) : OutlineAction.None;
        }
    }

    /// <summary>The groups that a command on the active row concerns.</summary>
    public IReadOnlyList<string> Concerned() =>
        Active?.Node is { IsMovable: true } node ? selection.With(node.Id) : [.. selection.Ids];

    /// <summary>The row has a box to pick it by.</summary>
    public bool MayPick(OutlineRow row) => row.IsSelectable || (communities is not null && row is { Kind: OutlineRowKind.Community, Node.IsPlaceholder: false });

    public bool IsPicked(OutlineRow row) => (row.Kind == OutlineRowKind.Community ? communities : selection)?.Contains(row.Key) == true;

    /// <summary>A click on a row's box: alone, or from the last one to here.</summary>
    public void Pick(string id, bool range)
    {
        if (_estate?.FindCommunity(id) is not null)
        {
            communities?.Toggle(id);
        }
        else if (range)
        {
            selection.ExtendTo(id, Selectable());
        }
        else
        {
            selection.Toggle(id);
        }
    }

    private OutlineAction Go(int index, bool extend)
    {
        SetActive(Math.Clamp(index, 0, Rows.Count - 1));
        if (extend && Active is { IsSelectable: true, Node: { } node })
        {
            selection.ExtendTo(node.Id, Selectable());
        }

        return OutlineAction.Handled;
    }

    private OutlineAction OpenOrEnter()
    {
        if (Active is { Expanded: false } closed)
        {
            return Toggled(closed.Key);
        }

        if (Active is { Expanded: true } open && _active + 1 < Rows.Count && Rows[_active + 1].ParentKey == open.Key)
        {
            SetActive(_active + 1);
        }

        return OutlineAction.Handled;
    }

    private OutlineAction CloseOrLeave()
    {
        if (Active is { Expanded: true } open)
        {
            return Toggled(open.Key);
        }

        if (Active?.ParentKey is { } parent)
        {
            SetActive(IndexOf(parent));
        }

        return OutlineAction.Handled;
    }

    private OutlineAction SelectActive()
    {
        if (Active is { } row && MayPick(row))
        {
            Pick(row.Key, range: false);
        }

        return OutlineAction.Handled;
    }

    private OutlineAction SelectAll()
    {
        selection.Set(Selectable());
        return OutlineAction.Handled;
    }

    private OutlineAction TypeAhead(string letter)
    {
        _typed = IsTyping() ? _typed + letter : letter;
        _typedAt = time.GetTimestamp();
        var wanted = Data.SearchText.Normalise(_typed);
        if (wanted.Length == 0)
        {
            return OutlineAction.None;
        }

        // A first letter goes on from the next row, so that repeating it walks through; further letters may stay.
        var start = _typed.Length == 1 ? _active + 1 : Math.Max(_active, 0);
        for (var step = 0; step < Rows.Count; step++)
        {
            var index = (start + step) % Rows.Count;
            if (Rows[index].Search.StartsWith(wanted, StringComparison.Ordinal))
            {
                SetActive(index);
                break;
            }
        }

        return OutlineAction.Handled;
    }

    private bool IsTyping() => _typed.Length > 0 && time.GetElapsedTime(_typedAt) < TypeAheadPause;

    private OutlineAction Toggled(string key)
    {
        Toggle(key);
        return OutlineAction.Handled;
    }

    private OutlineAction Refreshed()
    {
        Rebuild();
        return OutlineAction.Handled;
    }

    private void SetOpen(string key, bool open)
    {
        if (Filter.IsActive)
        {
            _ = open ? _closedUnderFilter.Remove(key) : _closedUnderFilter.Add(key);
        }
        else
        {
            _ = open ? _open.Add(key) : _open.Remove(key);
        }

        Rebuild();
    }

    private bool SetActive(int index)
    {
        if (index < 0 || index >= Rows.Count)
        {
            return false;
        }

        _active = index;
        return true;
    }

    private List<string> Selectable() => [.. Rows.Where(r => r.IsSelectable).Select(r => r.Node!.Id)];

    private int IndexOf(string key)
    {
        for (var i = 0; i < Rows.Count; i++)
        {
            if (string.Equals(Rows[i].Key, key, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private void Rebuild()
    {
        if (_estate is null)
        {
            return;
        }

        var active = Active;
        Rows = OutlineRows.Build(_estate, Filter, IsOpen);
        if (active is not null)
        {
            // What was active stays active; when it is hidden now, what hides it.
            var again = IndexOf(active.Key);
            _active = again >= 0 ? again : active.ParentKey is null ? Math.Min(_active, Rows.Count - 1) : Math.Max(IndexOf(active.ParentKey), 0);
        }
        else
        {
            _active = Rows.Count > 0 ? 0 : -1;
        }
    }
}

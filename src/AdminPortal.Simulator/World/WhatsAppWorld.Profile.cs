namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    private static readonly int[] EphemeralChoices = [0, 86_400, 604_800, 7_776_000];

    public WorldResult<GroupView> Rename(string actor, string groupId, string name)
    {
        lock (_gate)
        {
            var entered = EnterToEdit(actor, groupId);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            if (string.IsNullOrWhiteSpace(name))
            {
                return Refusal.NameRequired;
            }

            if (LengthOf(name) > Limits.NameLengthAtRename)
            {
                return Refusal.NameTooLong;
            }

            var group = entered.Value;
            if (!string.Equals(group.Name, name, StringComparison.Ordinal))
            {
                group.Name = name;
                group.NameSetBy = actor;
                group.NameSetAt = _time.GetUtcNow();
                Record(WorldEventKind.Renamed, actor, group.Id, details: name);
            }

            return View(group, actor, withMembers: true);
        }
    }

    /// <param name="description">Empty clears it.</param>
    public WorldResult<GroupView> ChangeDescription(string actor, string groupId, string description)
    {
        lock (_gate)
        {
            var entered = EnterToEdit(actor, groupId);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            if (LengthOf(description) > Limits.DescriptionLength)
            {
                return Refusal.DescriptionTooLong;
            }

            var group = entered.Value;
            if (!string.Equals(group.Description, description, StringComparison.Ordinal))
            {
                Describe(group, actor, description);
                Record(WorldEventKind.DescriptionChanged, actor, group.Id, details: description);
            }

            return View(group, actor, withMembers: true);
        }
    }

    /// <param name="picture">An address or base64; null removes it.</param>
    public WorldResult<GroupView> ChangePicture(string actor, string groupId, string? picture)
    {
        lock (_gate)
        {
            var entered = EnterToEdit(actor, groupId);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            var group = entered.Value;
            if (!string.Equals(group.Picture, picture, StringComparison.Ordinal))
            {
                group.Picture = picture;
                Record(WorldEventKind.PictureChanged, actor, group.Id, details: picture is null ? "removed" : "set");
            }

            return View(group, actor, withMembers: true);
        }
    }

    /// <summary>Admins only. An announcement group keeps its settings: it can only be renamed and described.</summary>
    public WorldResult<GroupView> ChangeSettings(string actor, string groupId, SettingsChange change)
    {
        lock (_gate)
        {
            var entered = Enter(actor, groupId, Right.Admin);
            if (entered.Refusal is { } refusal)
            {
                return refusal;
            }

            var group = entered.Value;
            if (group.Kind is GroupKind.Announcement)
            {
                return Refusal.NotPossibleHere;
            }

            if (change.EphemeralSeconds is { } seconds && !EphemeralChoices.Contains(seconds))
            {
                return Refusal.InvalidValue;
            }

            var before = group.Settings;
            group.Settings = change.AppliedTo(before);
            if (group.Settings != before)
            {
                Record(WorldEventKind.SettingsChanged, actor, group.Id, details: group.Settings.ToString());
            }

            return View(group, actor, withMembers: true);
        }
    }

    /// <summary>WhatsApp itself suspends a group, or lifts the suspension.</summary>
    public void SetSuspended(string groupId, bool isSuspended)
    {
        lock (_gate)
        {
            _state.Groups[groupId].IsSuspended = isSuspended;
        }
    }

    private WorldResult<GroupState> EnterToEdit(string actor, string groupId)
    {
        var entered = Enter(actor, groupId, Right.Member);
        return entered.IsDone && entered.Value.Settings.AdminsOnlyEdit && !entered.Value.IsAdmin(actor) ? Refusal.NotAdmin : entered;
    }

    private void Describe(GroupState group, string actor, string description)
    {
        if (description.Length > 0 || group.Description.Length > 0)
        {
            group.Description = description;
            group.DescriptionSetBy = actor;
            group.DescriptionSetAt = _time.GetUtcNow();
        }
    }
}

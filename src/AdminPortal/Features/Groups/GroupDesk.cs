using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Results;
using AdminPortal.Security;

namespace AdminPortal.Features.Groups;

/// <summary>
/// Changes to one group. Each checks the operator, the input, the group, and that one of our numbers may and can, and then
/// becomes an operation; nothing here is true before a read has shown it. The <c>intent</c> of every call is made once when
/// its dialog opens: the same intent twice is one operation. <c>through</c> is the number that the operator chose; null leaves
/// the choice to the console.
/// </summary>
public sealed class GroupDesk(GroupDirectory groups, GroupText text, OperationDesk operations)
{
    public async Task<Result<OperationTicket>> RenameAsync(Actor actor, string groupId, string? name, Guid intent, CancellationToken cancellationToken, Guid? through = null)
    {
        var clean = text.Rename(name);
        if (!clean.Succeeded)
        {
            return clean.Failure;
        }

        return await ChangeAsync(
            actor,
            groupId,
            Capability.Rename,
            sheet => sheet.RoleToEdit,
            sheet => string.Equals(sheet.Name, clean.Value, StringComparison.Ordinal) ? new NothingToChange("The name") : null,
            sheet => new Change(OperationKind.ChangeGroup, $"Rename {sheet.Name} to {clean.Value}", ItemKind.UpdateProfile, ItemPayload.Write(new ProfilePayload(Name: clean.Value))),
            intent,
            through,
            cancellationToken);
    }

    /// <param name="description">Empty clears it.</param>
    public async Task<Result<OperationTicket>> DescribeAsync(Actor actor, string groupId, string? description, Guid intent, CancellationToken cancellationToken, Guid? through = null)
    {
        var clean = text.Description(description);
        if (!clean.Succeeded)
        {
            return clean.Failure;
        }

        return await ChangeAsync(
            actor,
            groupId,
            Capability.ChangeDescription,
            sheet => sheet.RoleToEdit,
            sheet => string.Equals(sheet.Description ?? "", clean.Value, StringComparison.Ordinal) ? new NothingToChange("The description") : null,
            sheet => new Change(
                OperationKind.ChangeGroup,
                clean.Value.Length == 0 ? $"Clear the description of {sheet.Name}" : $"Describe {sheet.Name}",
                ItemKind.UpdateProfile,
                ItemPayload.Write(new ProfilePayload(Description: clean.Value))),
            intent,
            through,
            cancellationToken);
    }

    /// <param name="content">The file's bytes; null removes the picture.</param>
    public async Task<Result<OperationTicket>> ChangePictureAsync(Actor actor, string groupId, byte[]? content, Guid intent, CancellationToken cancellationToken, Guid? through = null)
    {
        if (!actor.Can(Permissions.ManageGroups))
        {
            return new NotAllowed(Permissions.ManageGroups);
        }

        var payload = new ProfilePayload(RemovePicture: true);
        if (content is not null)
        {
            var picture = GroupPicture.From(content);
            if (!picture.Succeeded)
            {
                return picture.Failure;
            }

            payload = new ProfilePayload(Picture: picture.Value.Content, PictureType: picture.Value.ContentType);
        }

        return await ChangeAsync(
            actor,
            groupId,
            Capability.ChangePicture,
            sheet => sheet.RoleToEdit,
            _ => null,
            sheet => new Change(
                OperationKind.ChangeGroup,
                content is null ? $"Remove the picture of {sheet.Name}" : $"Change the picture of {sheet.Name}",
                ItemKind.UpdateProfile,
                ItemPayload.Write(payload)),
            intent,
            through,
            cancellationToken);
    }

    /// <param name="setting">Which of <see cref="GroupSetting.All"/>.</param>
    /// <param name="choice">One of its choices.</param>
    public Task<Result<OperationTicket>> SetAsync(Actor actor, string groupId, GroupSetting setting, SettingChoice choice, Guid intent, CancellationToken cancellationToken, Guid? through = null) =>
        ChangeAsync(
            actor,
            groupId,
            setting.Needs,
            _ => MemberRole.Admin,
            sheet =>
                GroupSetting.FixedFor(sheet.Kind) is { } why ? new FixedByWhatsApp(why)
                : !setting.Choices.Contains(choice) ? new InvalidInput($"{choice.Text} is no choice of “{setting.Question}”.")
                : setting.Current(sheet.Settings) == choice ? new NothingToChange($"“{setting.Question}”")
                : null,
            sheet => new Change(
                OperationKind.ChangeGroup,
                $"{setting.Question} in {sheet.Name}: {choice.Text}",
                ItemKind.UpdateSettings,
                ItemPayload.Write(new SettingsPayload(choice.Change))),
            intent,
            through,
            cancellationToken);

    /// <summary>The old link dies at once, also where it is printed.</summary>
    public Task<Result<OperationTicket>> ResetInviteAsync(Actor actor, string groupId, Guid intent, CancellationToken cancellationToken, Guid? through = null) =>
        ChangeAsync(
            actor,
            groupId,
            Capability.ResetInvite,
            _ => MemberRole.Admin,
            _ => null,
            sheet => new Change(OperationKind.ResetInvite, $"Reset the invite link of {sheet.Name}", ItemKind.ResetInvite),
            intent,
            through,
            cancellationToken);

    /// <param name="connectionId">The number that leaves; the others stay.</param>
    public async Task<Result<OperationTicket>> LeaveAsync(Actor actor, string groupId, Guid connectionId, Guid intent, CancellationToken cancellationToken)
    {
        var found = await TargetAsync(actor, groupId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Failure;
        }

        if (found.Value.Numbers.FirstOrDefault(n => n.ConnectionId == connectionId) is not { } number)
        {
            return new NumberNotInGroup(found.Value.Name);
        }

        var able = NumberInGroup.Choose(found.Value.Name, [number], Capability.LeaveGroup, needed: null);
        return able.Succeeded
            ? await SubmitAsync(actor, found.Value, number, new Change(OperationKind.LeaveGroup, $"{number.Name} leaves {found.Value.Name}", ItemKind.Leave), intent, cancellationToken)
            : able.Failure;
    }

    private static async Task<Result<GroupSheet>> StillThere(Task<Result<GroupSheet>> reading)
    {
        var found = await reading;
        return found is { Succeeded: true, Value.GoneAt: not null } ? new GroupGone(found.Value.Name) : found;
    }

    private async Task<Result<GroupSheet>> TargetAsync(Actor actor, string groupId, CancellationToken cancellationToken) =>
        actor.Can(Permissions.ManageGroups)
            ? await StillThere(groups.GetAsync(groupId, cancellationToken))
            : new NotAllowed(Permissions.ManageGroups);

    private async Task<Result<OperationTicket>> ChangeAsync(
        Actor actor,
        string groupId,
        Capability capability,
        Func<GroupSheet, MemberRole?> needed,
        Func<GroupSheet, PortalFailure?> objection,
        Func<GroupSheet, Change> change,
        Guid intent,
        Guid? through,
        CancellationToken cancellationToken)
    {
        var found = await TargetAsync(actor, groupId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Failure;
        }

        if (objection(found.Value) is { } failure)
        {
            return failure;
        }

        var number = found.Value.Route(capability, needed(found.Value)).Choose(through);
        return number.Succeeded
            ? await SubmitAsync(actor, found.Value, number.Value, change(found.Value), intent, cancellationToken)
            : number.Failure;
    }

    private Task<Result<OperationTicket>> SubmitAsync(Actor actor, GroupSheet sheet, NumberInGroup number, Change change, Guid intent, CancellationToken cancellationToken) =>
        operations.SubmitAsync(
            actor,
            new OperationDraft(
                change.Kind,
                change.Title,
                $"group:{sheet.Id}:{change.Item}:{intent:N}",
                Interactive: true,
                [
                    new ItemDraft(change.Item, number.ConnectionId, sheet.Name)
                    {
                        GroupId = GroupId.Parse(sheet.Id).Value,
                        CommunityId = sheet.Kind == GroupKind.CommunityParent ? sheet.Id : sheet.Community?.Id,
                        Payload = change.Payload,
                    },
                ],
                GroupId: sheet.Id),
            cancellationToken);

    private sealed record Change(OperationKind Kind, string Title, ItemKind Item, string? Payload = null);
}

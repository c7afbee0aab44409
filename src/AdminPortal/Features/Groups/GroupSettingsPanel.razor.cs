using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Model;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;

namespace AdminPortal.Features.Groups;

public sealed partial class GroupSettingsPanel
{
    [Inject]
    public required GroupDesk Desk { get; init; }

    private string BusyKey => $"settings:{GroupId}";

    private static string WhyUnknown(GroupSheet sheet, ActionGate gate) =>
        sheet.Age(GroupAspect.Detail)?.At is null
            ? "Not read yet."
            : gate.IsOpen ? "Not readable on this gateway. You can still set it." : "Not readable on this gateway.";

    private async Task OnChosenAsync(GroupSheet sheet, GroupSetting setting, SettingChoice choice)
    {
        if (choice == setting.Current(sheet.Settings))
        {
            return;
        }

        var intent = Guid.NewGuid();
        Guid? through = null;
        var actor = await CurrentActor.GetAsync();
        await Actions.RunAsync(
            BusyKey,
            cancellationToken => Desk.SetAsync(actor, sheet.Id, setting, choice, intent, cancellationToken, through),
            $"{setting.Question}: “{choice.Text}” is on its way.",
            ticket => PortalUrls.Operation(ticket.OperationId),
            new Confirmation(
                $"{setting.Question}: {choice.Text}?",
                $"{choice.Effect} This concerns {MembersOf(sheet)} in {sheet.Name}.",
                $"Set to “{choice.Text}”")
            {
                Content = ActingNumberChoice.In(sheet.Route(setting.Needs, MemberRole.Admin), id => through = id),
            });
    }

    private async Task OnLeaveAsync(GroupSheet sheet, NumberInGroup number)
    {
        var intent = Guid.NewGuid();
        var actor = await CurrentActor.GetAsync();
        List<string> points = [];
        if (sheet.Numbers.Count == 1)
        {
            points.Add("It is our only number in this group: afterwards the console can neither read nor change it.");
        }
        else if (number.Role >= MemberRole.Admin && sheet.Numbers.Count(n => n.Role >= MemberRole.Admin) == 1)
        {
            points.Add("It is our only admin here: afterwards the console can read this group, but not change it.");
        }

        if (sheet.Kind == GroupKind.CommunityParent)
        {
            points.Add("Leaving a community also takes the number out of its groups.");
        }

        points.Add("Only somebody who is still an admin there, or the invite link, can bring it back.");
        await Actions.RunAsync(
            BusyKey,
            cancellationToken => Desk.LeaveAsync(actor, sheet.Id, number.ConnectionId, intent, cancellationToken),
            $"{number.Name} is leaving {sheet.Name}.",
            ticket => PortalUrls.Operation(ticket.OperationId),
            new Confirmation(
                $"Leave {sheet.Name}?",
                $"{number.Name} leaves. The group and its {MembersOf(sheet)} stay.",
                $"Leave with {number.Name}",
                Dangerous: true,
                Points: points));
    }

    private static string MembersOf(GroupSheet sheet) => (sheet.MemberCount ?? sheet.KnownMembers) switch
    {
        1 => "1 member",
        var count => $"{count:N0} members",
    };
}

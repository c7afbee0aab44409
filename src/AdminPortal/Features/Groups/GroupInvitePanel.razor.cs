using AdminPortal.Features.Sync;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;
using AdminPortal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AdminPortal.Features.Groups;

public sealed partial class GroupInvitePanel
{
    [Inject]
    public required GroupDesk Desk { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    private string BusyKey => $"invite:{GroupId}";

    private static string WhatHappens(GroupSheet sheet) => sheet.Settings.ApprovalRequired switch
    {
        true => "Approval is on: they wait in the approvals until somebody decides.",
        false => "Approval is off: they are in at once.",
        null => "Whether somebody must approve them is not known here.",
    };

    private static string WhyNoLink(GroupSheet sheet)
    {
        var gate = sheet.Gate(Capability.ReadInvite, needed: null, allowed: true);
        return !gate.IsOpen ? gate.Blocked!
            : sheet.Age(GroupAspect.Detail)?.At is null ? "It comes with the next reading of this group."
            : "Gateways show it to admins only. Resetting makes a new one.";
    }

    private async Task OnCopyAsync(string link)
    {
        try
        {
            await JS.InvokeVoidAsync("navigator.clipboard.writeText", link);
            Actions.Toast(ToastTone.Done, "The link is in your clipboard.");
        }
        catch (JSException)
        {
            // No permission, or no TLS: browsers then keep the clipboard to themselves.
            Actions.Toast(ToastTone.Failure, "Your browser does not let this page copy. Select the link and copy it yourself.");
        }
    }

    private async Task OnResetAsync(GroupSheet sheet)
    {
        var intent = Guid.NewGuid();
        Guid? through = null;
        var actor = await CurrentActor.GetAsync();
        await Actions.RunAsync(
            BusyKey,
            cancellationToken => Desk.ResetInviteAsync(actor, sheet.Id, intent, cancellationToken, through),
            "The reset is on its way. The new link shows here.",
            ticket => PortalUrls.Operation(ticket.OperationId),
            new Confirmation(
                $"Reset the link of {sheet.Name}?",
                "Everybody who still holds the old link will find it dead. This cannot be taken back.",
                "Reset link",
                Dangerous: true)
            {
                Content = ActingNumberChoice.In(sheet.Route(Capability.ResetInvite, MemberRole.Admin), id => through = id),
            });
    }
}

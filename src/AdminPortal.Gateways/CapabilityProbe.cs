using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Identities;
using AdminPortal.Gateways.Model;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways;

/// <summary>What a probe may look at. Null where nothing of the kind is known of the number yet.</summary>
/// <param name="Group">Any group or announcement group that the number is in.</param>
/// <param name="AdminGroup">A group in which it is admin; best one where approval is on.</param>
public sealed record ProbeSubjects(GroupId? Group, GroupId? AdminGroup, CommunityId? Community);

/// <summary>What a probe came to.</summary>
/// <param name="Found">Abilities that were seen to work, and those that this number was refused; for <see cref="CapabilitySet.Narrow"/>.</param>
/// <param name="NotTold">Declared reads about which nothing was learned: there was nothing to try them on, or the answer proves neither.</param>
/// <param name="Ended">Why the probe ended early; null when it came through.</param>
public sealed record ProbeReport(IReadOnlyList<CapabilityStatement> Found, IReadOnlyList<Capability> NotTold, GatewayFailure? Ended);

/// <summary>
/// Finds out what one number really can do, by reads that change nothing and cost one request each. What is declared as
/// limited to many requests is left alone, and so is everything that writes.
/// </summary>
public sealed class CapabilityProbe(TimeProvider time)
{
    public async Task<ProbeReport> RunAsync(IWhatsAppGateway gateway, ProbeSubjects subjects, CancellationToken cancellationToken)
    {
        var course = new Course(gateway.Capabilities, time.GetUtcNow());
        var session = await course.AskAsync(Capability.ReadSession, () => gateway.GetSessionAsync(cancellationToken));
        if (session is not null && session.State != SessionState.Connected)
        {
            return course.End(new GatewayFailure(GatewayFailureKind.SignedOut, "The number is not connected to WhatsApp."));
        }

        await course.AskAsync(Capability.ListGroups, () => gateway.ListGroupsAsync(cancellationToken));
        var detail = await course.AskAsync(
            Capability.ReadGroup, subjects.AdminGroup ?? subjects.Group, group => gateway.GetGroupAsync(group, includeMembers: true, cancellationToken));
        course.Note(Capability.DetectCommunities, detail is { Kind: not GroupKind.Unknown });
        course.Note(Capability.ReadApproval, detail?.Settings.ApprovalRequired is not null);
        await course.AskAsync(Capability.ListCommunities, () => gateway.ListCommunitiesAsync(cancellationToken));
        await course.AskAsync(Capability.ListSubgroups, subjects.Community, community => gateway.ListSubgroupsAsync(community, cancellationToken));
        if (gateway.Capabilities[Capability.ListCommunityMembers].Level == CapabilityLevel.Supported)
        {
            await course.AskAsync(Capability.ListCommunityMembers, subjects.Community, community => gateway.ListCommunityMembersAsync(community, cancellationToken));
        }

        await course.AskAsync(Capability.ListSuggestions, subjects.Community, community => gateway.ListSuggestionsAsync(community, cancellationToken));
        await course.AskAsync(Capability.ListMembershipRequests, subjects.AdminGroup, group => gateway.ListRequestsAsync(group, cancellationToken));
        InviteCode? code = null;
        await course.AskAsync(Capability.ReadInvite, subjects.AdminGroup, async group =>
        {
            var read = await gateway.GetInviteAsync(group, cancellationToken);
            code = read.Succeeded ? read.Value : null;
            return read;
        });
        await course.AskAsync(Capability.PreviewInvite, code, invite => gateway.PreviewInviteAsync(invite, cancellationToken));
        return course.End(null);
    }

    /// <summary>One way through the questions: it ends with the first answer that concerns the whole number.</summary>
    private sealed class Course(CapabilitySet declared, DateTimeOffset now)
    {
        private readonly List<CapabilityStatement> _found = [];
        private readonly List<Capability> _notTold = [];
        private GatewayFailure? _ended;

        public ProbeReport End(GatewayFailure? because) => new(_found, _notTold, _ended ?? because);

        public Task<T?> AskAsync<T, TSubject>(Capability capability, TSubject? subject, Func<TSubject, Task<GatewayResult<T>>> ask)
            where TSubject : struct
        {
            if (subject is { } known)
            {
                return AskAsync(capability, () => ask(known));
            }

            Note(capability, seen: false);
            return Task.FromResult<T?>(default);
        }

        public async Task<T?> AskAsync<T>(Capability capability, Func<Task<GatewayResult<T>>> ask)
        {
            if (_ended is not null || !declared.Can(capability))
            {
                return default;
            }

            var answer = await ask();
            if (answer.Succeeded)
            {
                Note(capability, seen: true);
                return answer.Value;
            }

            // Whether the number stands is asked whatever was found: a refusal of it is about the number as a whole.
            if (capability == Capability.ReadSession
                || answer.Failure.Kind is GatewayFailureKind.SignedOut or GatewayFailureKind.RateLimited or GatewayFailureKind.Unavailable or GatewayFailureKind.OutcomeUnknown)
            {
                _ended = answer.Failure;
            }
            else if (IsRefusal(answer.Failure, declared[capability]))
            {
                var said = answer.Failure.Message.TrimEnd('.', ' ');
                _found.Add(new CapabilityStatement(capability, CapabilityLevel.Unsupported, CapabilityEvidence.Probed, $"refused this when it was tried ({said})", now));
            }
            else
            {
                Note(capability, seen: false);
            }

            return default;
        }

        /// <summary>Nothing was asked for it alone: another answer showed it, or did not.</summary>
        public void Note(Capability capability, bool seen)
        {
            if (_ended is not null || !declared.Can(capability))
            {
                return;
            }

            if (seen)
            {
                _found.Add(declared[capability] with { Evidence = CapabilityEvidence.Probed, ProbedAt = now });
            }
            else
            {
                _notTold.Add(capability);
            }
        }

        /// <summary>
        /// The way to an ability that was only concluded may not exist, and a plan may leave out what is documented. A missing
        /// right, or a group that is gone, says nothing about the number.
        /// </summary>
        private static bool IsRefusal(GatewayFailure failure, CapabilityStatement statement) => failure.Kind switch
        {
            GatewayFailureKind.NotSupported => true,
            GatewayFailureKind.Rejected => statement.Evidence == CapabilityEvidence.Inferred || failure.Code is 402 or 403 or 405 or 501,
            GatewayFailureKind.NotFound => statement.Evidence == CapabilityEvidence.Inferred,
            _ => false,
        };
    }
}

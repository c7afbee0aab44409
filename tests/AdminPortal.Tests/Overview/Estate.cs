using AdminPortal.Data;
using AdminPortal.Features.Approvals;
using AdminPortal.Features.Connections;
using AdminPortal.Features.FollowUp;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Features.Participants;
using AdminPortal.Features.People;
using AdminPortal.Features.Sync;
using AdminPortal.Gateways;
using AdminPortal.Gateways.Model;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Overview;

/// <summary>Rows for tests of what the overview, the frame and the palette read.</summary>
internal sealed class Estate(PortalDbContext db, DateTimeOffset now)
{
    public Connection Number(string name, SessionState session = SessionState.Connected, Action<Connection>? and = null)
    {
        var connection = new Connection
        {
            Name = name,
            Kind = GatewayKind.RyzeApi,
            BaseAddress = "http://127.0.0.1:1",
            ProtectedCredentials = "x",
            CreatedAt = now,
            Session = session,
            SessionCheckedAt = now,
        };
        and?.Invoke(connection);
        db.Add(connection);
        return connection;
    }

    public Group Group(string name, GroupKind kind = GroupKind.Standalone, Group? community = null, int? members = null, DateTimeOffset? firstSeen = null)
    {
        var group = new Group
        {
            Id = $"{Guid.NewGuid().ToString("N")[..18]}@g.us",
            Name = name,
            NameSearch = SearchText.Normalise(name),
            Kind = kind,
            CommunityId = community?.Id,
            MemberCount = members,
            FirstSeenAt = firstSeen ?? now.AddDays(-60),
        };
        db.Add(group);
        return group;
    }

    public void Seen(Group group, Connection by, MemberRole? role) =>
        db.Add(new GroupConnection { GroupId = group.Id, ConnectionId = by.Id, Role = role, Readable = true });

    public Person Person(string? name, string phone)
    {
        var person = new Person { Name = name, PhoneKey = $"{phone}@s.whatsapp.net", Search = SearchText.Normalise($"{name} {phone}"), FirstSeenAt = now };
        db.Add(person);
        return person;
    }

    public void Member(Group group, Person person, DateTimeOffset? joined = null, DateTimeOffset? left = null)
    {
        db.Add(new Membership { GroupId = group.Id, PersonId = person.Id, ListedId = person.PhoneKey!, Role = MemberRole.Member, SeenSince = joined ?? now.AddDays(-60), GoneAt = left });
        Change(MembershipChangeKind.Joined, joined);
        Change(MembershipChangeKind.Left, left);

        void Change(MembershipChangeKind kind, DateTimeOffset? at)
        {
            if (at is { } when)
            {
                db.Add(new MembershipChange { GroupId = group.Id, PersonId = person.Id, Kind = kind, At = when, Origin = ReadingOrigin.Detail });
            }
        }
    }

    public void Request(Group group, Person person, DateTimeOffset? askedAt, RequestState state = RequestState.Waiting) =>
        db.Add(new MembershipRequest
        {
            GroupId = group.Id,
            PersonId = person.Id,
            ListedId = person.PhoneKey!,
            RequestedAt = askedAt,
            Method = RequestMethod.Unknown,
            FirstSeenAt = now,
            State = state,
        });

    public void Wanted(Group group, string name, WantedState state, TimeSpan? ends = null) => db.Add(new WantedMember
    {
        GroupId = group.Id,
        PersonKey = $"{name}@s.whatsapp.net",
        Participant = $"{name}@s.whatsapp.net",
        Label = name,
        Search = SearchText.Normalise(name),
        WantedBy = "Ada",
        WantedAt = now,
        ConnectionId = Guid.NewGuid(),
        AddOperationId = Guid.NewGuid(),
        AddItemId = Guid.NewGuid(),
        AddState = ItemState.Refused,
        State = state,
        StateSince = now,
        ExpiresAt = now + ends,
    });

    public Operation Operation(string title, OperationState state, DateTimeOffset? submitted = null, string? reason = null)
    {
        var operation = new Operation
        {
            Kind = OperationKind.AddParticipants,
            Title = title,
            IntentKey = Guid.NewGuid().ToString(),
            Interactive = false,
            SubmittedById = Guid.NewGuid(),
            SubmittedBy = "Ada",
            SubmittedAt = submitted ?? now,
            State = state,
            AttentionReason = reason,
        };
        db.Add(operation);
        return operation;
    }
}

using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Capabilities;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Tests.Groups;

/// <summary>Who acts on a group: the table of decisions, and the sentence where nobody can.</summary>
public sealed class NumberRoutingTests
{
    private const string Harbor = "Harbor Crew";
    private static readonly DateTimeOffset s_later = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Able, entitled and healthy is the condition; the rest is the order.</summary>
    [Theory]
    [InlineData("desk:admin night:member", "desk")]
    [InlineData("night:member desk:admin", "desk")]
    [InlineData("desk:admin night:creator", "night")]
    [InlineData("desk:admin night:admin", "desk")]
    [InlineData("desk:creator,ill night:admin", "night")]
    [InlineData("desk:creator,unable night:admin", "night")]
    [InlineData("desk:creator,limited night:admin", "night")]
    [InlineData("desk:creator,paused night:admin", "night")]
    [InlineData("desk:creator,paused,unable night:admin,paused", "night")]
    [InlineData("desk:unread night:admin", "night")]
    [InlineData("desk:unread night:member", "desk")]
    public void The_best_number_acts(string numbers, string expected)
    {
        var routing = Route(numbers);

        Assert.Equal(expected, routing.Best?.Name);
        Assert.Equal(expected, routing.Choose(through: null).Value?.Name);
        Assert.Null(routing.Blocked);
    }

    [Theory]
    [InlineData("", "", "None of our numbers is in Harbor Crew.")]
    [InlineData("", "desk", "None of our numbers is in Harbor Crew. desk could, once it is an admin of Harbor Crew.")]
    [InlineData("", "desk night", "None of our numbers is in Harbor Crew. desk and night could, once one of them is an admin of Harbor Crew.")]
    [InlineData("", "desk:,ill night:,unable", "None of our numbers is in Harbor Crew.")]
    [InlineData("rota:creator,unable", "", "rota has no requests.")]
    [InlineData("rota:creator,unable", "desk", "rota has no requests. desk could, once it is an admin of Harbor Crew.")]
    [InlineData("rota:creator,unable field:admin,unable", "", "rota has no requests. field has no requests.")]
    [InlineData("desk:member", "night", "desk must be an admin of Harbor Crew for this.")]
    [InlineData("desk:member night:member", "", "desk and night must be an admin of Harbor Crew for this.")]
    [InlineData("desk:member rota:admin,unable,humble", "", "desk must be an admin of Harbor Crew for this. rota is admin there, but has no requests.")]
    [InlineData("desk:member rota:admin,unable", "", "desk must be an admin of Harbor Crew for this. rota is admin there, but has no requests. rota can appoint desk on the Participants tab.")]
    [InlineData("desk:admin,ill", "", "desk is not connected.")]
    [InlineData("desk:admin,ill night:creator,ill", "", "night is not connected. desk is not connected.")]
    [InlineData("desk:admin,ill night:member", "", "desk is not connected.")]
    [InlineData("desk:admin,ill rota:creator,unable", "", "desk is not connected.")]
    public void Where_nobody_can_the_sentence_says_what_is_missing_and_who_could(string numbers, string elsewhere, string expected)
    {
        var routing = Route(numbers, elsewhere);

        Assert.Null(routing.Best);
        Assert.Equal(expected, routing.Blocked);
        Assert.Equal(expected, routing.Choose(through: null).Failure?.Message);
    }

    [Fact]
    public void An_operator_may_take_another_number_that_can()
    {
        var routing = Route("desk:creator night:admin,limited field:member rota:admin,unable late:admin,ill");

        Assert.Equal(["desk", "night"], routing.Candidates.Where(c => c.CanAct).Select(c => c.Number.Name));
        Assert.Equal("night", routing.Choose(Id("night")).Value?.Name);
        Assert.Equal("field must be an admin of Harbor Crew for this.", routing.Choose(Id("field")).Failure?.Message);
        Assert.Equal("rota has no requests.", routing.Choose(Id("rota")).Failure?.Message);
        Assert.Equal("late is not connected.", routing.Choose(Id("late")).Failure?.Message);
        Assert.IsType<NumberNotInGroup>(routing.Choose(Guid.NewGuid()).Failure);

        Guid Id(string name) => routing.Candidates.Single(c => c.Number.Name == name).Number.ConnectionId;
    }

    [Fact]
    public void Where_a_limit_means_the_creator_alone_an_admin_is_not_enough()
    {
        var limited = new CapabilitySet([new(Capability.PromoteParticipants, CapabilityLevel.Limited, CapabilityEvidence.Documented, "lets only a super-admin appoint admins")]);
        var admin = new NumberInGroup(Guid.NewGuid(), "desk", MemberRole.Admin, Readable: true, Trouble: null, limited);

        var routing = NumberRouting.Of(Harbor, [admin], Capability.PromoteParticipants, MemberRole.Admin);

        Assert.Equal("desk lets only a super-admin appoint admins; it is not the creator of Harbor Crew.", routing.Blocked);
        Assert.NotNull(NumberRouting.Of(Harbor, [admin with { Role = MemberRole.SuperAdmin }], Capability.PromoteParticipants, MemberRole.Admin).Best);
    }

    private static NumberRouting Route(string numbers, string elsewhere = "") =>
        NumberRouting.Of(Harbor, Parse(numbers), Capability.ApproveRequests, MemberRole.Admin, Parse(elsewhere));

    /// <summary>"name:role,trait,trait" of several numbers, parted by blanks.</summary>
    private static List<NumberInGroup> Parse(string numbers) => [.. numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number =>
    {
        var (name, traits) = number.Split(':') is [var n, var t] ? (n, t.Split(',')) : (number, []);
        MemberRole? role = traits.FirstOrDefault() switch
        {
            "creator" => MemberRole.SuperAdmin,
            "admin" => MemberRole.Admin,
            "member" => MemberRole.Member,
            _ => null,
        };
        var level = traits.Contains("unable") ? CapabilityLevel.Unsupported : traits.Contains("limited") ? CapabilityLevel.Limited : CapabilityLevel.Supported;
        var abilities = new CapabilitySet(
        [
            new(Capability.ApproveRequests, level, CapabilityEvidence.Documented, level == CapabilityLevel.Supported ? null : "has no requests"),
            new(Capability.PromoteParticipants, traits.Contains("humble") ? CapabilityLevel.Unsupported : CapabilityLevel.Supported, CapabilityEvidence.Documented),
        ]);
        return new NumberInGroup(Guid.NewGuid(), name, role, Readable: true, traits.Contains("ill") ? $"{name} is not connected." : null, abilities)
        {
            PausedUntil = traits.Contains("paused") ? s_later : null,
        };
    })];
}

using AdminPortal.Features.Communities;
using AdminPortal.Features.Groups;
using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Tests.Communities;

public sealed class CommunityDraftTests
{
    private readonly CommunityDraft _draft = new();

    [Fact]
    public void Stages_links_moves_and_unlinks()
    {
        var estate = Sample();

        _draft.Stage(estate, ["chess", "go"], "harbor");
        _draft.Stage(estate, ["crew"], "town");
        _draft.Stage(estate, ["choir"], to: null);

        Assert.Equal("Link 2, move 1, unlink 1", _draft.Summary());
        Assert.Equal(StagedKind.Move, _draft.For("crew")?.Kind);
        Assert.Equal("town", _draft.PlaceOf(estate.Find("crew")!));
        Assert.Null(_draft.PlaceOf(estate.Find("choir")!));
    }

    [Fact]
    public void Staging_back_to_where_it_is_takes_the_change_back()
    {
        var estate = Sample();
        _draft.Stage(estate, ["crew"], "town");

        var outcome = _draft.Stage(estate, ["crew"], "harbor");

        Assert.Equal((0, 1), (outcome.Staged, outcome.TakenBack));
        Assert.True(_draft.IsEmpty);
    }

    [Fact]
    public void Staging_again_replaces()
    {
        var estate = Sample();
        _draft.Stage(estate, ["crew"], "town");
        _draft.Stage(estate, ["crew"], to: null);

        Assert.Equal(StagedKind.Unlink, Assert.Single(_draft.Changes).Kind);
    }

    [Theory]
    [InlineData("news", "town", "announcement group")]
    [InlineData("harbor", "town", "a community itself")]
    [InlineData("crew", "harbor", "is in Harbor already")]
    [InlineData("chess", null, "is in no community")]
    [InlineData("busy", "town", "being moved already")]
    [InlineData("nobody", "town", "not there any more")]
    [InlineData("chess", "nowhere", "not there any more")]
    public void Refuses_with_a_sentence(string group, string? to, string words)
    {
        var outcome = _draft.Stage(Sample(), [group], to);

        Assert.Contains(words, Assert.Single(outcome.Refused), StringComparison.Ordinal);
        Assert.True(_draft.IsEmpty);
    }

    [Fact]
    public void Undoes_one_the_last_and_all()
    {
        var estate = Sample();
        _draft.Stage(estate, ["chess", "go", "crew"], "town");

        _draft.Undo("chess");
        Assert.Equal(["go", "crew"], _draft.Changes.Select(c => c.GroupId));
        _draft.UndoLast();
        Assert.Equal(["go"], _draft.Changes.Select(c => c.GroupId));
        _draft.Clear();
        Assert.True(_draft.IsEmpty);
    }

    [Fact]
    public void Every_content_has_its_own_intent()
    {
        var estate = Sample();
        _draft.Stage(estate, ["chess"], "town");
        var first = _draft.Intent;
        _draft.Stage(estate, ["go"], "town");

        Assert.NotEqual(first, _draft.Intent);
    }

    [Fact]
    public void What_became_a_fact_or_is_gone_leaves_the_draft()
    {
        _draft.Stage(Sample(), ["chess", "go", "crew"], "town");
        var told = 0;
        _draft.Changed += () => told++;

        _draft.Follow(Sample(chessIn: "town", withGo: false));

        Assert.Equal(["crew"], _draft.Changes.Select(c => c.GroupId));
        Assert.Equal(1, told);
    }

    internal static Estate Sample(string? chessIn = null, bool withGo = true)
    {
        var chess = Node("chess", "Chess", chessIn is null ? GroupKind.Standalone : GroupKind.Subgroup, chessIn);
        var harbor = new CommunityNode(
            Node("harbor", "Harbor", GroupKind.CommunityParent),
            Node("news", "Harbor", GroupKind.Announcement, "harbor") with { Members = 30 },
            [Node("anglers", "Anglers", GroupKind.Subgroup, "harbor"), Node("crew", "Crew", GroupKind.Subgroup, "harbor") with { Requests = 3 }]);
        var town = new CommunityNode(
            Node("town", "Town", GroupKind.CommunityParent),
            Announcement: null,
            chessIn == "town" ? [chess, Node("choir", "Choir", GroupKind.Subgroup, "town")] : [Node("choir", "Choir", GroupKind.Subgroup, "town")]);
        List<EstateNode> loose = [Node("busy", "Busy", GroupKind.Standalone) with { Pending = [new PendingChange(Guid.NewGuid(), ItemKind.LinkGroup, 1, "Town", Unknown: false, StartAt: null)] }];
        if (chessIn is null)
        {
            loose.Add(chess);
        }

        if (withGo)
        {
            loose.Add(Node("go", "Go", GroupKind.Standalone));
        }

        return new Estate([harbor, town], loose, [], [], [], new GroupLimitOptions());
    }

    internal static EstateNode Node(string id, string name, GroupKind kind, string? community = null) => new()
    {
        Id = id,
        Name = name,
        NameSearch = AdminPortal.Data.SearchText.Normalise(name),
        Kind = kind,
        CommunityId = community,
        Members = 10,
        Numbers = [new NodeNumber(Guid.Empty, "Desk", MemberRole.Admin)],
    };
}

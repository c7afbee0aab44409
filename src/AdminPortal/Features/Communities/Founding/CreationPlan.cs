using AdminPortal.Features.Operations;
using AdminPortal.Gateways.Model;

namespace AdminPortal.Features.Communities.Founding;

/// <summary>What groups and communities have in common when they are created, made clean.</summary>
internal sealed record CommonOrder(IReadOnlyList<string> Names, string? Description, IReadOnlyList<string> People, Picture? Picture, string? Welcome);

/// <summary>So many of one make.</summary>
internal sealed record CreationPlan(IReadOnlyList<string> Names, GroupBlueprint Blueprint)
{
    public IReadOnlyList<ItemDraft> Items()
    {
        List<ItemDraft> items = [];
        foreach (var name in Names)
        {
            Blueprint.AppendTo(items, name, amongOthers: Names.Count > 1);
        }

        return items;
    }
}

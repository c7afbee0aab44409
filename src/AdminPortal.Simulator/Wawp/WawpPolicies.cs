using System.Text.Json.Nodes;
using AdminPortal.Simulator.Http;

namespace AdminPortal.Simulator.Wawp;

/// <summary>Pacing policies. The vendor publishes their fields and not their figures: these are made up, and not enforced.</summary>
internal static class WawpPolicies
{
    private static readonly (string Slug, bool IsFree, int PerMinute, int PerDay)[] All =
        [("strict", true, 5, 100), ("standard_policy", true, 10, 300), ("relaxed", false, 30, 1_000)];

    public static DialectReply Get(WawpCall call) => DialectReply.Ok(new JsonObject
    {
        ["policy_slug"] = call.Switches.Policy,
        ["policies"] = JsonLists.Of(All.Select(policy => (JsonNode)new JsonObject
        {
            ["slug"] = policy.Slug,
            ["available"] = policy.IsFree || call.Switches.HasPlan,
            ["limits"] = new JsonObject
            {
                ["send_message_per_minute"] = policy.PerMinute,
                ["send_message_daily_cap"] = policy.PerDay,
                ["account_protection_seconds"] = 5,
                ["concurrent_limit"] = 1,
                ["group_req_per_minute"] = policy.PerMinute,
                ["group_daily_cap"] = policy.PerDay,
                ["check_req_per_minute"] = 60,
                ["check_daily_cap"] = policy.PerDay,
            },
        })),
        ["free_policies"] = JsonLists.OfTexts(All.Where(policy => policy.IsFree).Select(policy => policy.Slug)),
        ["has_active_plan"] = call.Switches.HasPlan,
    });

    public static DialectReply Choose(WawpCall call)
    {
        var slug = call.Request.Text("policy_slug");
        var policy = All.FirstOrDefault(candidate => candidate.Slug == slug);
        if (policy.Slug is null)
        {
            return WawpReplies.Invalid("policy_slug");
        }

        if (!policy.IsFree && !call.Switches.HasPlan)
        {
            return WawpReplies.Error(403, "This policy needs an active plan", WawpWebhooks.SubscriptionRequired);
        }

        call.Switches.Policy = policy.Slug;
        return Get(call);
    }
}

namespace AdminPortal.Features.Pacing;

/// <summary>The risk of a number in words.</summary>
public static class NumberRiskWords
{
    /// <summary>"Here for 3 d 4 h. In 24 h: 6 of 20 people could not be added, 12 invitations to strangers."</summary>
    public static string Facts(NumberRisk risk)
    {
        var adds = risk.Adds == 0 ? "nobody was added" : $"{risk.Refused:N0} of {risk.Adds:N0} {(risk.Adds == 1 ? "person" : "people")} could not be added";
        var invitations = risk.Invitations switch { 0 => "no invitation", 1 => "1 invitation", var many => $"{many:N0} invitations" };
        return $"Here for {PaceWords.Span(risk.HereFor)}. In 24 h: {adds}, {invitations} to strangers.";
    }

    /// <summary>What asks for care now, each with what helps.</summary>
    /// <param name="level">A young number at the careful pace does what it should.</param>
    public static IReadOnlyList<string> Warnings(NumberRisk risk, PaceLevel level)
    {
        List<string> warnings = [];
        if (risk.HasManyRefusals)
        {
            warnings.Add($"{100 * risk.Refused / risk.Adds} % of the people it adds cannot be added. WhatsApp takes that for spam: check the list, or let the number rest.");
        }

        if (risk.HasManyInvitations)
        {
            warnings.Add("Many messages to strangers get a number banned. Invite the others tomorrow, or let people come by a link.");
        }

        if (risk.IsYoung && level != PaceLevel.Careful && (risk.Adds > 0 || risk.Invitations > 0))
        {
            warnings.Add("Young numbers are banned sooner: the careful pace suits one that has not been here for two weeks.");
        }

        return warnings;
    }
}

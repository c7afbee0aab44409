namespace AdminPortal.Simulator.Whapi;

/// <summary>Where sources about this vendor disagree, or builds differ. May be changed while requests run.</summary>
public sealed class WhapiSwitches
{
    private readonly Lock _gate = new();

    /// <summary>GET /communities answers under <c>communities</c>, as seen live, instead of <c>groups</c>, as documented.</summary>
    public bool ListsUnderCommunities { get; set; }

    /// <summary>Without it the list of subgroups lacks <c>announceGroupInfo</c>.</summary>
    public bool TellsAnnouncementGroup { get; set; } = true;

    /// <summary><c>is_parent</c>, <c>is_default_subgroup</c>, <c>isCommunityAnnounce</c>: fields of newer builds.</summary>
    public bool MarksCommunities { get; set; } = true;

    /// <summary>Participants come as <c>…@lid</c> with their number in <c>phone</c>, unless they hide it.</summary>
    public bool ListsParticipantsByLid { get; set; }

    /// <summary>Errors are <c>{ "message": … }</c> without the documented envelope.</summary>
    public bool AnswersErrorsBare { get; set; }

    /// <summary>What is left of a trial; null is a paid channel. Messages beyond are 402.</summary>
    public int? TrialMessages { get; set; }

    internal bool TakeMessage()
    {
        lock (_gate)
        {
            if (TrialMessages is 0)
            {
                return false;
            }

            TrialMessages -= TrialMessages is null ? 0 : 1;
            return true;
        }
    }
}

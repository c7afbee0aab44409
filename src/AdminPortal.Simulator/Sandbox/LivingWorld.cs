using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Sandbox;

/// <summary>
/// Makes things happen that no operator did: requests arrive and are withdrawn, people join, leave and change their
/// names. Starts paused. Our own numbers never act, and creators stay.
/// </summary>
public sealed class LivingWorld : IDisposable
{
    // Beyond this people withdraw rather than ask: an inbox nobody tends must not grow without end.
    private const int ManyRequests = 150;

    private readonly Lock _gate = new();
    private readonly WhatsAppWorld _world;
    private readonly Func<WhatsAppWorld> _createAnew;
    private readonly ITimer _timer;
    private readonly int _seed;
    private WorldRandom _random;
    private double _eventsPerMinute = 6;
    private bool _isRunning;

    /// <param name="createAnew">What a reset goes back to.</param>
    public LivingWorld(WhatsAppWorld world, TimeProvider time, int seed = SandboxWorld.DefaultSeed, Func<WhatsAppWorld>? createAnew = null)
    {
        _world = world;
        _seed = seed;
        _createAnew = createAnew ?? (() => SandboxWorld.Create(seed, time));
        _random = new WorldRandom((ulong)seed);
        _timer = time.CreateTimer(_ => OnTick(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Events per minute; 0 stands still. Takes effect at once.</summary>
    public double Speed
    {
        get
        {
            lock (_gate)
            {
                return _eventsPerMinute;
            }
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            lock (_gate)
            {
                _eventsPerMinute = Math.Min(value, 6_000);
                Schedule();
            }
        }
    }

    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _isRunning;
            }
        }
    }

    public void Start() => Run(isRunning: true);

    public void Pause() => Run(isRunning: false);

    /// <summary>The world is again as it was created; running or paused stays as it is.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _world.ResetTo(_createAnew());
            _random = new WorldRandom((ulong)_seed);
        }
    }

    /// <summary>Lets one thing happen now.</summary>
    public void Step()
    {
        lock (_gate)
        {
            StepCore();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Run(bool isRunning)
    {
        lock (_gate)
        {
            _isRunning = isRunning;
            Schedule();
        }
    }

    private void Schedule()
    {
        var period = _isRunning && _eventsPerMinute > 0 ? TimeSpan.FromMinutes(1) / _eventsPerMinute : Timeout.InfiniteTimeSpan;
        _timer.Change(period, period);
    }

    private void OnTick()
    {
        // A tick that meets another one at work is dropped, not queued.
        if (_gate.TryEnter())
        {
            try
            {
                if (_isRunning)
                {
                    StepCore();
                }
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    private void StepCore()
    {
        var groups = _world.AllGroups().Where(group => group.Kind is GroupKind.Ordinary).ToArray();
        if (groups.Length == 0)
        {
            return;
        }

        switch (_random.NextDouble())
        {
            case < 0.45 when groups.Sum(group => group.PendingRequests) < ManyRequests:
                JoinSome(groups.Where(group => group.Settings.ApprovalRequired).ToArray());
                break;
            case < 0.60:
                JoinSome(groups.Where(group => !group.Settings.ApprovalRequired && group.MemberCount < 900).ToArray());
                break;
            case < 0.78:
                LeaveSome(_random.Pick(groups));
                break;
            case < 0.93:
                WithdrawSome(groups.Where(group => group.PendingRequests > 0).ToArray());
                break;
            default:
                RenameSomebody();
                break;
        }
    }

    private void JoinSome(GroupView[] groups)
    {
        if (groups.Length > 0 && SomebodyElse() is { } person)
        {
            _world.Join(person.Phone, _random.Pick(groups).InviteCode);
        }
    }

    private void LeaveSome(GroupView group)
    {
        var members = _world.FindGroup(group.Id)?.Members.Where(member => !member.IsAdmin && !IsOurs(member.Person)).ToArray();

        // Small groups would empty themselves over a night.
        if (members is { Length: > 5 })
        {
            _world.Leave(_random.Pick(members).Person.Phone, group.Id);
        }
    }

    private void WithdrawSome(GroupView[] groups)
    {
        if (groups.Length == 0)
        {
            return;
        }

        var group = _random.Pick(groups);
        var waiting = _world.Waiting(group.Id);
        if (waiting.Count > 0)
        {
            _world.WithdrawRequest(_random.Pick(waiting).Phone, group.Id);
        }
    }

    private void RenameSomebody()
    {
        if (SomebodyElse() is { } person)
        {
            var family = person.Name[(person.Name.LastIndexOf(' ') + 1)..];
            _world.ChangePerson(person.Phone, old => old with { Name = $"{_random.Pick(SandboxNames.Given)} {family}" });
        }
    }

    private Person? SomebodyElse()
    {
        var person = _random.Pick(_world.People);
        return person.IsOnWhatsApp && !IsOurs(person) ? person : null;
    }

    private bool IsOurs(Person person) => _world.FindNumber(person.Phone) is not null;
}

using System.Text.Json;
using AdminPortal.Simulator;
using AdminPortal.Simulator.Sandbox;
using AdminPortal.Simulator.World;
using AdminPortal.Tests.Infrastructure;

namespace AdminPortal.Tests.Simulator;

/// <summary>Journal, snapshot, the sandbox, and its life.</summary>
public sealed class WorldLifeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Journal_numbers_every_effect_and_watchers_miss_none()
    {
        var builder = new WorldBuilder();
        var desk = builder.AddNumber("Desk");
        var group = builder.AddGroup("Harbour Crew");
        var people = builder.AddPeople(3);
        using var watch = builder.World.Watch();

        builder.World.Add(desk.Phone, group, [.. people.Select(person => person.Phone)]);

        var seen = new List<WorldEvent>();
        while (watch.Events.TryRead(out var worldEvent))
        {
            seen.Add(worldEvent);
        }

        Assert.Equal([1L, 2L, 3L], seen.Select(worldEvent => worldEvent.Sequence));
        Assert.Equal(builder.World.Journal(), seen);
        Assert.Equal(people.Select(person => person.Phone), seen.Select(worldEvent => worldEvent.Person));
    }

    [Fact]
    public async Task Parallel_adds_have_each_effect_exactly_once()
    {
        var builder = new WorldBuilder();
        var desk = builder.AddNumber("Desk");
        var group = builder.AddGroup("Harbour Crew");
        var people = builder.AddPeople(100);

        await Parallel.ForEachAsync(
            people.Concat(people), Stop, (person, _) =>
            {
                builder.World.Add(desk.Phone, group, [person.Phone]);
                return ValueTask.CompletedTask;
            });

        Assert.All(people, person => Assert.Equal(1, builder.World.Count(WorldEventKind.MemberAdded, group, person.Phone)));
        Assert.Equal(101, builder.World.FindGroup(group)!.MemberCount);
    }

    [Fact]
    public async Task A_loaded_world_goes_on_exactly_as_the_saved_one()
    {
        var time = new ManualTimeProvider();
        var builder = new WorldBuilder(time: time);
        var desk = builder.AddNumber("Desk");
        var closed = builder.AddPerson(shape: person => person with { IsOnWhatsApp = false, Blocks = [desk.Phone] });
        var group = builder.AddGroup("Harbour Crew", builder.AddPeople(2));
        builder.World.ChangeSettings(desk.Phone, group, new SettingsChange(AdminsOnlyAdd: false));
        var old = builder.World.InviteCode(desk.Phone, group).Value;
        builder.World.ResetInvite(desk.Phone, group);

        var loaded = await CopyAsync(builder.World, time);

        Assert.Equal(await SaveAsync(builder.World), await SaveAsync(loaded));
        Assert.Equivalent(closed, loaded.FindPerson(closed.LidJid));
        Assert.False(loaded.FindGroup(group)!.Settings.AdminsOnlyAdd);
        Assert.Equal(Refusal.InviteRevoked, loaded.Join(desk.Phone, old).Refusal);
        Assert.Equal(builder.World.ResetInvite(desk.Phone, group).Value, loaded.ResetInvite(desk.Phone, group).Value);
        Assert.Equal(builder.World.LastSequence, loaded.LastSequence);
    }

    [Fact]
    public async Task A_file_that_is_no_world_is_named_and_left_alone()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "{ broken", Stop);

            var error = await Assert.ThrowsAsync<InvalidDataException>(() => SandboxFile.OpenAsync(path, TimeProvider.System, cancellationToken: Stop));

            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Equal("{ broken", await File.ReadAllTextAsync(path, Stop));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_sandbox_is_as_promised()
    {
        var world = SandboxWorld.Create(time: new ManualTimeProvider());
        var groups = world.AllGroups();
        var ordinary = groups.Where(group => group.Kind is GroupKind.Ordinary).ToArray();
        var own = world.Numbers.ToDictionary(number => number.Vendor, number => world.Groups(number.Phone).Value);
        var readable = own.Values.SelectMany(seen => seen).Where(group => group.Kind is GroupKind.Ordinary).ToArray();

        Assert.Equal(4, world.Numbers.Count);
        Assert.Equal(8, groups.Count(group => group.Kind is GroupKind.Community));
        Assert.Equal(120, readable.DistinctBy(group => group.Id).Count());
        Assert.Equal(123, ordinary.Length);
        Assert.Equal(4_000, world.People.Count(person => world.FindNumber(person.Phone) is null));
        Assert.Equal(60, groups.Sum(group => group.PendingRequests));
        Assert.Contains(ordinary, group => group.CommunityId is null);
        Assert.InRange(readable.Count(group => !group.IsOwnAdmin), 10, 60);
        Assert.InRange(own[Vendor.RyzeApi].Select(group => group.Id).Intersect(own[Vendor.Whapi].Select(group => group.Id)).Count(), 10, 60);
        Assert.All(groups, group => Assert.InRange(group.MemberCount, 1, world.Limits.MembersPerCommunity));
        Assert.All(ordinary, group => Assert.InRange(group.MemberCount, 2, world.Limits.MembersPerGroup));
        Assert.All(world.People, person => Assert.True(
            person.Phone.StartsWith("1555", StringComparison.Ordinal) || person.Phone.StartsWith("4915110", StringComparison.Ordinal)));
        Assert.All(groups, group => Assert.InRange(group.Name.Length, 1, 25));
    }

    [Fact]
    public void Every_member_of_a_sandbox_group_is_in_its_announcements()
    {
        var world = SandboxWorld.Create(time: new ManualTimeProvider());
        foreach (var announcement in world.AllGroups().Where(group => group.Kind is GroupKind.Announcement))
        {
            var members = world.FindGroup(announcement.Id)!.Members.Select(member => member.Person.Phone).ToHashSet(StringComparer.Ordinal);
            var subgroups = world.AllGroups().Where(group => group.Kind is GroupKind.Ordinary && group.CommunityId == announcement.CommunityId);
            Assert.All(subgroups, group => Assert.All(
                world.FindGroup(group.Id)!.Members, member => Assert.Contains(member.Person.Phone, members)));
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_sandbox_and_another_one_another()
    {
        var time = new ManualTimeProvider();

        Assert.Equal(await SaveAsync(SandboxWorld.Create(1, time)), await SaveAsync(SandboxWorld.Create(1, time)));
        Assert.NotEqual(await SaveAsync(SandboxWorld.Create(1, time)), await SaveAsync(SandboxWorld.Create(2, time)));
    }

    [Fact]
    public async Task It_lives_at_the_given_speed_pauses_and_starts_over()
    {
        var time = new ManualTimeProvider();
        var world = SandboxWorld.Create(1, time);
        var born = await SaveAsync(world);
        using var life = new LivingWorld(world, time, 1, () => SandboxWorld.Create(1, new ManualTimeProvider())) { Speed = 60 };

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, world.LastSequence);

        life.Start();
        time.Advance(TimeSpan.FromMinutes(4));
        var after = world.LastSequence;
        Assert.InRange(after, 100, 1_000);
        Assert.True(world.Count(WorldEventKind.RequestCreated) > 10);
        Assert.True(world.Count(WorldEventKind.MemberJoined) > 5);
        Assert.True(world.Count(WorldEventKind.MemberLeft) > 5);
        Assert.True(world.Count(WorldEventKind.RequestWithdrawn) > 5);
        Assert.DoesNotContain(world.Journal(), worldEvent => worldEvent.Actor is { } actor && world.FindNumber(actor) is not null);

        life.Pause();
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(after, world.LastSequence);

        life.Reset();
        Assert.Equal(born, await SaveAsync(world));
    }

    [Fact]
    public void The_same_seed_lives_the_same_life()
    {
        Assert.Equal(Live(), Live());

        static string Live()
        {
            var time = new ManualTimeProvider();
            var world = SandboxWorld.Create(1, time);
            using var life = new LivingWorld(world, time, 7);
            for (var step = 0; step < 50; step++)
            {
                life.Step();
            }

            return JsonSerializer.Serialize(world.Journal());
        }
    }

    private static async Task<string> SaveAsync(WhatsAppWorld world)
    {
        using var stream = new MemoryStream();
        await world.SaveAsync(stream, Stop);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static async Task<WhatsAppWorld> CopyAsync(WhatsAppWorld world, TimeProvider time)
    {
        using var stream = new MemoryStream();
        await world.SaveAsync(stream, Stop);
        stream.Position = 0;
        return await WhatsAppWorld.LoadAsync(stream, time, cancellationToken: Stop);
    }
}

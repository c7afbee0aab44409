using System.Globalization;
using AdminPortal.Simulator.World;

namespace AdminPortal.Simulator.Sandbox;

/// <summary>
/// The world a newcomer starts with: 4 numbers, one at each vendor, 8 communities, 120 groups, 4,000 people, 60 membership
/// requests, and what goes wrong in real ones: groups where our number is no admin, people behind privacy walls, blocked,
/// or not on WhatsApp, a group that is almost full. The numbers see overlapping parts of it; one community is seen by all
/// four. All names and phone numbers are made up.
/// </summary>
public static class SandboxWorld
{
    public const int DefaultSeed = 2_026;

    private const int PeopleCount = 4_000;
    private const int RequestCount = 60;

    /// <summary>Same seed, same world: ids, tokens and people included. Times count back from now.</summary>
    public static WhatsAppWorld Create(int seed = DefaultSeed, TimeProvider? time = null) =>
        new Furnishing(seed, time ?? TimeProvider.System).Create();

    private sealed class Furnishing
    {
        private readonly WorldRandom _random;
        private readonly WorldBuilder _builder;
        private readonly DateTimeOffset _now;
        private readonly List<Person> _reachable = [];
        private readonly List<string> _groupsWithApproval = [];
        private readonly List<string> _communities = [];
        private string _ownOfField = "";
        private readonly Dictionary<(int Community, int Position), string> _subgroups = [];
        private readonly SandboxCast _cast;
        private readonly WorldNumber _desk;
        private readonly WorldNumber _night;

        public Furnishing(int seed, TimeProvider time)
        {
            _random = new WorldRandom((ulong)seed);
            _builder = new WorldBuilder(seed, time);
            _now = time.GetUtcNow();
            _cast = new SandboxCast(_builder);
            (_desk, _night) = (_cast.Desk, _cast.Night);
        }

        public WhatsAppWorld Create()
        {
            AddPeople();
            for (var index = 0; index < SandboxPlaces.Communities.Length; index++)
            {
                AddCommunity(SandboxPlaces.Communities[index], index);
            }

            AddStandaloneGroups();
            AddOverlaps();
            AddRequests();
            AddSuggestions();
            return _builder.World;
        }

        private void AddPeople()
        {
            for (var index = 0; index < PeopleCount; index++)
            {
                var name = $"{_random.Pick(SandboxNames.Given)} {_random.Pick(SandboxNames.Family)}";
                var phone = index % 2 == 0
                    ? string.Create(CultureInfo.InvariantCulture, $"1555{2_000_000 + (index * 7):D7}")
                    : string.Create(CultureInfo.InvariantCulture, $"4915110{100_000 + (index * 13):D6}");
                var person = _builder.AddPerson(name, Shape, phone);
                if (person.IsOnWhatsApp)
                {
                    _reachable.Add(person);
                }
            }
        }

        private Person Shape(Person person)
        {
            var kind = _random.NextDouble();
            person = kind switch
            {
                < 0.02 => person with { IsOnWhatsApp = false },
                < 0.06 => person with { Privacy = PrivacyWall.InvitationOnly },
                < 0.08 => person with { Privacy = PrivacyWall.Closed },
                < 0.09 => person with { Privacy = PrivacyWall.LinkOnly },
                < 0.10 => person with { Blocks = [_desk.Phone] },
                < 0.105 => person with { Blocks = [_desk.Phone, _night.Phone] },
                _ => person,
            };
            return _random.Chance(0.08) ? person with { HidesPhone = true } : person;
        }

        private void AddCommunity(SandboxPlace place, int index)
        {
            // One is foreign: our number is an ordinary member there.
            var isForeign = index == 4;
            var pool = PickPeople(place.Pool);
            var owner = isForeign ? pool[0].Phone : _cast.OfCommunity(index).Phone;
            var createdAt = _now - TimeSpan.FromDays(400 + _random.Next(900));
            string[] admins = [pool[1].Phone, pool[2].Phone, .. index is 0 or 7 ? [_night.Phone] : Array.Empty<string>()];
            var (id, _) = _builder.AddCommunity(place.Name, owner, admins, place.Description, approvalRequired: index % 2 == 0, createdAt);
            _communities.Add(id);
            for (var position = 0; position < place.Groups.Length; position++)
            {
                AddSubgroup(place, index, position, id, owner, pool, createdAt);
            }

            if (index < SandboxPlaces.OutOfSight.Length)
            {
                _builder.AddGroup(
                    SandboxPlaces.OutOfSight[index],
                    id,
                    members: pool.Skip(10).Take(5).Select(person => person.Phone),
                    owner: pool[3].Phone,
                    createdAt: createdAt.AddDays(30),
                    isHidden: true);
            }
        }

        private void AddSubgroup(
            SandboxPlace place, int index, int position, string communityId, string communityOwner, List<Person> pool, DateTimeOffset createdAt)
        {
            var isForeign = index == 4;

            // Every eleventh subgroup of ours belongs to somebody else; we only read it.
            var owner = !isForeign && position == 10 ? pool[4].Phone : communityOwner;
            var isEverybody = place.Pool > 1_000 && position == 0;
            var size = isEverybody ? 1_015 : 12 + _random.Next(Math.Min(160, place.Pool / 3));
            var members = isEverybody ? pool.Take(size) : PickFrom(pool, size);
            var needsApproval = !isForeign && position % 4 == 1;
            var settings = new GroupSettings(
                AdminsOnlySend: position % 5 == 3,
                AdminsOnlyEdit: position % 2 == 0,
                AdminsOnlyAdd: position % 3 != 2,
                ApprovalRequired: needsApproval,
                EphemeralSeconds: position % 7 == 6 ? 604_800 : 0);
            var id = _builder.AddGroup(
                place.Groups[position],
                communityId,
                members.Select(person => person.Phone),
                admins: [pool[5 + position].Phone],
                owner,
                settings,
                description: position % 3 == 0 ? $"{place.Groups[position]} · part of {place.Name}." : "",
                createdAt.AddDays(1 + _random.Next(300)),
                isHidden: position == 9);
            _subgroups[(index, position)] = id;
            if (_builder.World.FindNumber(owner) is null)
            {
                _builder.AddMember(id, _cast.OfCommunity(index).Phone);
            }

            if (index is 0 or 7 && position % 3 == 0)
            {
                _builder.AddMember(id, _night.Phone, position % 6 == 0 ? MemberRole.Admin : MemberRole.Member);
            }

            if (needsApproval)
            {
                _groupsWithApproval.Add(id);
            }
        }

        private void AddStandaloneGroups()
        {
            for (var index = 0; index < SandboxPlaces.Standalone.Length; index++)
            {
                var members = PickPeople(4 + _random.Next(90));
                var number = _cast.OfStandalone(index);
                var isForeign = index % 6 == 5;
                var needsApproval = index % 8 == 2;
                var id = _builder.AddGroup(
                    SandboxPlaces.Standalone[index],
                    community: null,
                    members.Select(person => person.Phone),
                    admins: isForeign ? [] : [members[0].Phone],
                    owner: isForeign ? members[0].Phone : number.Phone,
                    new GroupSettings(AdminsOnlyEdit: index % 2 == 1, AdminsOnlyAdd: index % 3 != 0, ApprovalRequired: needsApproval),
                    createdAt: _now - TimeSpan.FromDays(20 + _random.Next(700)));
                if (isForeign)
                {
                    _builder.AddMember(id, number.Phone);
                }
                else if (number == _cast.Field)
                {
                    _ownOfField = id;
                }

                if (!isForeign && needsApproval)
                {
                    _groupsWithApproval.Add(id);
                }

                if (index % 5 == 4)
                {
                    _builder.AddMember(id, number == _desk ? _night.Phone : _desk.Phone);
                }
            }
        }

        /// <summary>The smaller numbers look into places of the first two: one community is seen by all four.</summary>
        private void AddOverlaps()
        {
            var field = _cast.Field;
            _builder.AddMember(_communities[1], field.Phone, MemberRole.Admin);
            for (var position = 0; position < SandboxPlaces.Communities[1].Groups.Length; position++)
            {
                if (position % 4 is 0 or 1)
                {
                    _builder.AddMember(_subgroups[(1, position)], field.Phone, position % 4 == 0 ? MemberRole.Admin : MemberRole.Member);
                }
            }

            foreach (var position in new[] { 2, 5 })
            {
                _builder.AddMember(_subgroups[(0, position)], field.Phone);
            }

            // Through these they are in an announcement group, whose members they see as LIDs.
            foreach (var guest in _cast.Guests)
            {
                foreach (var position in new[] { 0, 4 })
                {
                    _builder.AddMember(_subgroups[(0, position)], guest.Phone, position == 4 ? MemberRole.Admin : MemberRole.Member);
                }
            }
        }

        private void AddRequests()
        {
            var added = 0;
            while (added < RequestCount)
            {
                var groupId = _groupsWithApproval[_random.Next(_groupsWithApproval.Count)];
                var group = _builder.World.FindGroup(groupId)!;
                var person = _random.Pick(_reachable);
                if (group.MemberCount == 0 || _builder.World.IsMember(groupId, person.Phone))
                {
                    continue;
                }

                var method = group.CommunityId is null ? RequestMethod.InviteLink : (RequestMethod)_random.Next(3);
                _builder.AddRequest(groupId, new MembershipRequest(
                    person.Phone,
                    method,
                    _now - TimeSpan.FromMinutes(3 + _random.Next(4 * 24 * 60)),
                    RequestedBy: method is RequestMethod.NonAdminAdd ? _random.Pick(group.Members).Person.Phone : null,
                    ParentGroupId: method is RequestMethod.LinkedGroupJoin ? group.CommunityId : null));
                added = _builder.World.AllGroups().Sum(view => view.PendingRequests);
            }
        }

        /// <summary>Members propose groups for the one community whose gateway tells of it: one that we run, and a new one.</summary>
        private void AddSuggestions()
        {
            var (community, ours) = (_communities[5], _builder.World.FindGroup(_ownOfField)!);
            var members = _builder.World.FindGroup(community)!.Members.Where(m => m.Person.Phone != _cast.Field.Phone).Select(m => m.Person.Phone).ToList();
            _builder.AddMember(ours.Id, members[0], MemberRole.Admin);
            _builder.World.PlaceSuggestion(community, members[0], ours.Name, "We meet in the parish hall anyway.", ours.Id);
            _builder.World.PlaceSuggestion(community, members[1], "Harvest supper", "Tables, soup, washing up.");
        }

        /// <summary>Different people, drawn without putting back.</summary>
        private List<Person> PickPeople(int count) => PickFrom(_reachable, count);

        private List<Person> PickFrom(List<Person> source, int count)
        {
            var picked = new List<Person>(source);
            var size = Math.Min(count, picked.Count);
            for (var index = 0; index < size; index++)
            {
                var other = _random.Next(index, picked.Count);
                (picked[index], picked[other]) = (picked[other], picked[index]);
            }

            picked.RemoveRange(size, picked.Count - size);
            return picked;
        }
    }
}

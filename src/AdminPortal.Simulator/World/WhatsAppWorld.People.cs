using System.Globalization;

namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    public IReadOnlyList<WorldNumber> Numbers
    {
        get
        {
            lock (_gate)
            {
                return [.. _state.Numbers.Values];
            }
        }
    }

    public IReadOnlyList<Person> People
    {
        get
        {
            lock (_gate)
            {
                return [.. _state.People.Values];
            }
        }
    }

    /// <param name="phone">Digits; null draws an unused one from 4915110….</param>
    public Person AddPerson(string name, string? phone = null, Func<Person, Person>? shape = null)
    {
        lock (_gate)
        {
            return AddPersonCore(name, phone, shape);
        }
    }

    /// <summary>Adds a number behind the gateways and the person it belongs to.</summary>
    /// <param name="handle">Instance name or id; null makes one in the vendor's form.</param>
    /// <param name="token">The same one on several numbers of a vendor makes them one account; null draws one.</param>
    public WorldNumber AddNumber(
        string name, string? handle = null, string? phone = null, string? token = null, Vendor vendor = VendorDialects.Default)
    {
        var dialect = VendorDialects.Of(vendor);
        if (handle is not null && !dialect.IsHandle(handle))
        {
            throw new ArgumentException($"'{handle}' does not have the form of this vendor's ids.", nameof(handle));
        }

        lock (_gate)
        {
            var person = AddPersonCore(name, phone, shape: null);
            var number = new WorldNumber
            {
                Phone = person.Phone,
                Vendor = vendor,
                Handle = handle ?? dialect.DrawHandle(_random) ?? HandleFor(name),
                Token = token ?? dialect.DrawToken(_random),
            };
            if (_state.Numbers.Values.Any(other => string.Equals(other.Handle, number.Handle, StringComparison.Ordinal)))
            {
                throw new ArgumentException($"There is a number with the handle '{number.Handle}' already.", nameof(handle));
            }

            _state.Numbers.Add(number.Phone, number);
            return number;
        }
    }

    public WorldNumber? FindNumber(string phone)
    {
        lock (_gate)
        {
            return _state.Numbers.GetValueOrDefault(phone);
        }
    }

    public WorldNumber? FindNumberByHandle(string handle, Vendor vendor = VendorDialects.Default)
    {
        lock (_gate)
        {
            return _state.Numbers.Values.FirstOrDefault(number =>
                number.Vendor == vendor && string.Equals(number.Handle, handle, StringComparison.Ordinal));
        }
    }

    public WorldNumber? FindNumberByToken(string token, Vendor vendor = VendorDialects.Default) => NumbersOf(vendor, token).FirstOrDefault();

    /// <summary>The numbers that a vendor serves.</summary>
    /// <param name="token">Only those of this account.</param>
    public IReadOnlyList<WorldNumber> NumbersOf(Vendor vendor, string? token = null)
    {
        lock (_gate)
        {
            return
            [
                .. _state.Numbers.Values.Where(number =>
                    number.Vendor == vendor && (token is null || string.Equals(number.Token, token, StringComparison.Ordinal))),
            ];
        }
    }

    public void SetSession(string phone, SessionState session)
    {
        lock (_gate)
        {
            var number = _state.Numbers[phone];
            if (number.Session != session)
            {
                _state.Numbers[phone] = number with { Session = session };
                Record(WorldEventKind.SessionChanged, actor: null, person: phone, details: session.ToString());
            }
        }
    }

    public void SetWebhooks(string phone, IReadOnlyList<WebhookSubscription> webhooks)
    {
        lock (_gate)
        {
            _state.Numbers[phone] = _state.Numbers[phone] with { Webhooks = webhooks };
        }
    }

    /// <summary>Changes what is true of a person: name, privacy, blocks, being on WhatsApp.</summary>
    public Person ChangePerson(string phone, Func<Person, Person> change)
    {
        lock (_gate)
        {
            var before = _state.People[phone];
            var after = change(before) with { Phone = before.Phone, Lid = before.Lid };
            _state.People[phone] = after;
            if (!string.Equals(before.Name, after.Name, StringComparison.Ordinal))
            {
                Record(WorldEventKind.PersonRenamed, phone, person: phone, details: after.Name);
            }

            return after;
        }
    }

    /// <summary>Finds by digits, phone JID or LID, as gateways accept them; Brazilian numbers with and without the ninth digit.</summary>
    public Person? FindPerson(string participant)
    {
        lock (_gate)
        {
            return Resolve(participant).Person;
        }
    }

    private Person AddPersonCore(string name, string? phone, Func<Person, Person>? shape)
    {
        long counter;
        string drawn;
        do
        {
            counter = ++_state.LastPerson;
            drawn = string.Create(CultureInfo.InvariantCulture, $"4915110{counter:D6}");
        }
        while (phone is null && _state.People.ContainsKey(drawn));

        var person = new Person
        {
            Name = name,
            Phone = phone ?? drawn,
            Lid = string.Create(CultureInfo.InvariantCulture, $"88{counter:D6}{_random.Next(10_000_000):D7}"),
        };
        person = shape is null ? person : shape(person) with { Phone = person.Phone, Lid = person.Lid };
        _state.People.Add(person.Phone, person);
        _state.PhonesByLid.Add(person.Lid, person.Phone);
        return person;
    }

    private string HandleFor(string name)
    {
        var plain = string.Concat(name.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-')).Trim('-');
        var handle = plain.Length == 0 ? "number" : plain;
        for (var counter = 2; _state.Numbers.Values.Any(number => string.Equals(number.Handle, handle, StringComparison.Ordinal)); counter++)
        {
            handle = string.Create(CultureInfo.InvariantCulture, $"{plain}-{counter}");
        }

        return handle;
    }

    private (bool IsWellFormed, Person? Person) Resolve(string participant)
    {
        var text = participant.Trim();
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var digits = at < 0 ? text.TrimStart('+') : text[..at];
        var server = at < 0 ? "s.whatsapp.net" : text[(at + 1)..];

        // A device part ("…:12@…") names one of a person's devices, not another person.
        var colon = digits.IndexOf(':', StringComparison.Ordinal);
        digits = colon < 0 ? digits : digits[..colon];
        if (digits.Length is 0 or > 20 || !digits.All(char.IsAsciiDigit))
        {
            return (false, null);
        }

        switch (server)
        {
            case "lid":
                return (true, _state.PhonesByLid.TryGetValue(digits, out var phone) ? _state.People[phone] : null);
            case "s.whatsapp.net" or "c.us" when digits.Length is >= 7 and <= 15:
                return (true, _state.People.GetValueOrDefault(digits) ?? BrazilianTwin(digits));
            default:
                return (false, null);
        }
    }

    private Person? BrazilianTwin(string digits)
    {
        if (!digits.StartsWith("55", StringComparison.Ordinal))
        {
            return null;
        }

        // 55, two digits of area, then eight digits, or nine with a leading 9.
        return digits.Length switch
        {
            13 when digits[4] == '9' => _state.People.GetValueOrDefault(digits.Remove(4, 1)),
            12 => _state.People.GetValueOrDefault(digits.Insert(4, "9")),
            _ => null,
        };
    }
}

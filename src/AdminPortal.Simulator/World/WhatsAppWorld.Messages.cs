namespace AdminPortal.Simulator.World;

public sealed partial class WhatsAppWorld
{
    /// <summary>Every message ever sent, oldest first.</summary>
    public IReadOnlyList<SentMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _state.Messages];
            }
        }
    }

    /// <param name="target">A person in any form, or a group's JID.</param>
    public WorldResult<SentMessage> SendText(string actor, string target, string text)
    {
        lock (_gate)
        {
            if (IsSignedOut(actor))
            {
                return Refusal.SignedOut;
            }

            string chat;
            string? receiver = null;
            if (target.EndsWith("@g.us", StringComparison.Ordinal))
            {
                var entered = Enter(actor, target, Right.Member);
                if (entered.Refusal is { } refusal)
                {
                    return refusal;
                }

                if (entered.Value.Settings.AdminsOnlySend && !entered.Value.IsAdmin(actor))
                {
                    return Refusal.NotAdmin;
                }

                chat = target;
            }
            else
            {
                if (Resolve(target).Person is not { IsOnWhatsApp: true } person)
                {
                    return Refusal.NotOnWhatsApp;
                }

                chat = person.PhoneJid;
                receiver = person.Phone;
            }

            var message = new SentMessage("3EB0" + _random.Text(16, "0123456789ABCDEF"), _time.GetUtcNow(), actor, chat, text);
            _state.Messages.Add(message);
            Record(WorldEventKind.MessageSent, actor, chat, receiver, message.Id);
            return message;
        }
    }
}

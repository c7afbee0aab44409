using System.Net.Sockets;
using System.Security.Authentication;
using AdminPortal.Gateways.Results;

namespace AdminPortal.Gateways.Http;

/// <summary>
/// What an exchange that ended without a complete answer comes to. Everything hangs on whether something had left us:
/// before, a write certainly had no effect; after, nobody knows.
/// </summary>
/// <param name="Exception">How it broke.</param>
/// <param name="Host">For the sentence.</param>
/// <param name="IsWrite">Whether an effect is at stake.</param>
/// <param name="Sent">Whether something may have left us.</param>
/// <param name="TimedOut">Our own deadline ended it.</param>
/// <param name="Timeout">That deadline.</param>
internal sealed record BrokenExchange(Exception Exception, string Host, bool IsWrite, bool Sent, bool TimedOut, TimeSpan Timeout)
{
    public GatewayFailure Failure
    {
        get
        {
            if (IsWrite && Sent)
            {
                return new GatewayFailure(GatewayFailureKind.OutcomeUnknown, $"{Cause} Whether it took effect is not known.");
            }

            var unreadable = Exception is AnswerTooLargeException or InvalidDataException;
            return new GatewayFailure(unreadable ? GatewayFailureKind.Unreadable : GatewayFailureKind.Unavailable, Cause);
        }
    }

    /// <summary>A connection that could not be made or broke may work at once; a slow answer will be as slow again.</summary>
    public bool WorthRetrying =>
        !IsWrite && !TimedOut && Exception is HttpRequestException or IOException && Find<AddressRefusedException>() is null;

    private string Cause
    {
        get
        {
            if (Find<AddressRefusedException>() is { } refused)
            {
                return refused.Message;
            }

            if (Exception is AnswerTooLargeException)
            {
                return $"{Host} sent an answer too large to be read.";
            }

            if (Exception is InvalidDataException)
            {
                return $"{Host} sent an answer that cannot be decompressed.";
            }

            if (TimedOut)
            {
                return FormattableString.Invariant($"{Host} did not answer within {Timeout.TotalSeconds:0} seconds.");
            }

            if (Find<SocketException>() is { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain })
            {
                return $"There is no server of the name {Host}.";
            }

            if (Exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } || Find<AuthenticationException>() is not null)
            {
                return $"No secure connection to {Host} could be made.";
            }

            var connecting = Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } or OperationCanceledException;
            return connecting
                ? $"{Host} does not accept connections."
                : $"The connection to {Host} broke before the answer was complete.";
        }
    }

    private T? Find<T>() where T : Exception
    {
        for (Exception? e = Exception; e is not null; e = e.InnerException)
        {
            if (e is T found)
            {
                return found;
            }
        }

        return null;
    }
}

/// <summary>An answer went beyond <see cref="GatewayHttpOptions.MaxResponseBytes"/>.</summary>
internal sealed class AnswerTooLargeException() : Exception("The answer is too large.");

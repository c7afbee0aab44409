using System.Net;
using AdminPortal.Features.Groups;
using AdminPortal.Gateways.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdminPortal.Tests.Groups;

/// <summary>Pictures from addresses, over real HTTP: what is one comes in, and nothing leads the console into its own network.</summary>
public sealed class PictureFetcherTests : IAsyncLifetime
{
    private static readonly byte[] s_jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

    private readonly WebApplication _far = Build();
    private string _address = "";
    private int _asked;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _far.MapGet("/picture", (HttpContext context) => { Interlocked.Increment(ref _asked); return TypedResults.Bytes(s_jpeg, "text/html"); });
        _far.MapGet("/page", () => TypedResults.Content("<html>no picture</html>", "image/jpeg"));
        _far.MapGet("/gone", () => TypedResults.NotFound());
        _far.MapGet("/on", () => TypedResults.Redirect("/picture"));
        _far.MapGet("/round", () => TypedResults.Redirect("/round"));
        _far.MapGet("/inward", () => TypedResults.Redirect("https://169.254.169.254/latest/meta-data"));
        _far.MapGet("/file", () => TypedResults.Redirect("file:///etc/passwd"));
        _far.MapGet("/large", async (HttpContext context) =>
        {
            // Without a length: only what arrives tells.
            await context.Response.Body.WriteAsync(s_jpeg);
            var block = new byte[256 * 1024];
            for (var sent = 0; sent <= GroupPicture.MaxSize; sent += block.Length)
            {
                await context.Response.Body.WriteAsync(block);
            }
        });
        _far.MapGet("/broken", async (HttpContext context) =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync(s_jpeg);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await _far.StartAsync(Cancel);
        _address = _far.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public async ValueTask DisposeAsync() => await _far.DisposeAsync();

    [Theory(Timeout = 60_000)]
    [InlineData("/picture")]
    [InlineData("/picture?size=640#top")]
    [InlineData("/on")]
    public async Task A_picture_comes_in_whatever_it_is_called(string path)
    {
        using var fetcher = new PictureFetcher(new GatewayHttpOptions { AllowLoopback = true }, NullLogger<PictureFetcher>.Instance);

        var read = await fetcher.FetchAsync($" {_address}{path} ", Cancel);

        Assert.Equal(("image/jpeg", s_jpeg.Length), (read.Value?.ContentType, read.Value?.Content.Length));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/page", "neither a JPEG nor a PNG")]
    [InlineData("/gone", "answered 404")]
    [InlineData("/round", "too often")]
    [InlineData("/inward", "public server")]
    [InlineData("/file", "not allowed")]
    [InlineData("/large", "at most 5 MB")]
    [InlineData("/broken", "could not be fetched")]
    public async Task What_is_none_or_leads_astray_is_refused_at_the_field(string path, string words)
    {
        using var fetcher = new PictureFetcher(new GatewayHttpOptions { AllowLoopback = true }, NullLogger<PictureFetcher>.Instance);

        var read = await fetcher.FetchAsync(_address + path, Cancel);

        Assert.Equal(GroupPicture.Field, read.Failure?.Field);
        Assert.Contains(words, read.Failure?.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("picture.jpg")]
    [InlineData("ftp://pictures.example/a.jpg")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://pictures.example/a.jpg")]
    [InlineData("https://user:secret@pictures.example/a.jpg")]
    [InlineData("https://127.0.0.1/a.jpg")]
    [InlineData("https://localhost/a.jpg")]
    [InlineData("https://[::1]/a.jpg")]
    [InlineData("https://10.1.2.3/a.jpg")]
    [InlineData("https://192.168.0.1/a.jpg")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::ffff:10.0.0.1]/a.jpg")]
    [InlineData("https://[fd00::1]/a.jpg")]
    [InlineData("https://0x7f000001/a.jpg")]
    public async Task Nothing_but_a_public_server_is_called(string? address)
    {
        using var fetcher = new PictureFetcher(NullLogger<PictureFetcher>.Instance);

        Assert.Equal(GroupPicture.Field, (await fetcher.FetchAsync(address, Cancel)).Failure?.Field);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_settings_allow_for_gateways_is_not_allowed_for_pictures()
    {
        using var fetcher = new PictureFetcher(NullLogger<PictureFetcher>.Instance);

        var read = await fetcher.FetchAsync($"{_address.Replace("http://", "https://", StringComparison.Ordinal)}/picture", Cancel);

        Assert.Contains("public server", read.Failure?.Message, StringComparison.Ordinal);
        Assert.Equal(0, _asked);
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
        return builder.Build();
    }
}

namespace AdminPortal.Shell;

/// <summary>A place to jump to.</summary>
/// <param name="Icon">Name of the drawing.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Detail">What it is: "Page", "Group in Harbor", "Person".</param>
public sealed record PaletteEntry(string Icon, string Title, string Detail, string Url);

namespace AdminPortal.Simulator;

/// <summary>Whose server a number is rented at. A number has exactly one; the other dialects do not know it.</summary>
public enum Vendor
{
    RyzeApi,
    Whapi,
    Wadial,
    Wawp,
}

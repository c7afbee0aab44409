namespace AdminPortal.Simulator.Sandbox;

/// <param name="Pool">How many people this community draws its groups' members from.</param>
internal sealed record SandboxPlace(string Name, string Description, int Pool, string[] Groups);

/// <summary>Made-up communities and groups: 8 with 11 groups each, and 32 groups of their own.</summary>
internal static class SandboxPlaces
{
    public static readonly SandboxPlace[] Communities =
    [
        new("Harbour Quarter", "Everything between the lighthouse and the rope works. Be kind, no advertising, keep it local.", 640,
        [
            "Rope Works 1–14", "Pier Street", "Lighthouse Lane", "Parking & bikes", "Playground parents", "Lost and found",
            "Tool library", "Summer street party", "Babysitters", "Allotments", "New neighbours",
        ]),
        new("Linden Primary School", "Parents and staff of Linden Primary. Absences go to the office, not here.", 520,
        [
            "Class 1a parents", "Class 1b parents", "Class 2a parents", "Class 2b parents", "Class 3a parents", "Class 3b parents",
            "Class 4a parents", "Class 4b parents", "Parents’ council", "After-school care", "School choir",
        ]),
        new("Northside Athletics", "Training times, fixtures and lifts to away games.", 480,
        [
            "U9 football", "U11 football", "U13 girls", "First eleven", "Running group", "Volleyball mixed", "Swimming early birds",
            "Coaches", "Referees", "Clubhouse shifts", "Away-game lifts",
        ]),
        new("Brightwater Logistics", "Shift changes and safety notices. Dispatch decides, this channel informs.", 410,
        [
            "Drivers north", "Drivers south", "Warehouse early", "Warehouse late", "Dispatch desk", "Fleet workshop", "Safety notices",
            "Canteen", "Nachtdienst Süd", "Temps & starters", "Works council",
        ]),
        new("Old Town Merchants", "Shops, stalls and workshops inside the walls.", 230,
        [
            "Market square stalls", "Bakers & cafés", "Night watch", "Delivery windows", "Christmas market", "Card payments help",
            "Window displays", "Refuse & recycling", "Sunday opening", "Street musicians", "Guild board",
        ]),
        new("Riverside Parish", "Services, help and company. All welcome.", 360,
        [
            "Sunday choir", "Youth evenings", "Soup kitchen", "Visiting service", "Bell ringers", "Flower rota", "Café Babel",
            "Família & amigos", "Carers’ circle", "Building fund", "Pilgrimage 2027",
        ]),
        new("Makers of Mill Street", "Shared workshop: book machines, report faults, share projects.", 190,
        [
            "Laser cutter", "3D printing", "Woodshop", "Electronics bench", "Sewing circle", "Repair café", "Induction days",
            "Open evenings", "Members’ board", "Tool orders", "Key holders",
        ]),
        new("City Volunteers", "One place for everybody who helps. Read the announcements first.", 1_930,
        [
            "All hands", "Flood response", "Food bank vans", "Translators فريق", "Night shelter", "Hospital visits", "Sandbag depot",
            "First aiders", "Social media desk", "Donations intake", "साप्ताहिक बाज़ार helpers",
        ]),
    ];

    public static readonly string[] Standalone =
    [
        "Book club Tuesday", "Chess in the park", "Commuters 7:42", "Dog walkers east", "Family reunion 2027", "Film nights",
        "Flat share hunting", "Football pub quiz", "Garden seeds swap", "Hikers & snacks", "Jam session", "Knitting & gossip",
        "Landlord & tenants 12b", "Language tandem DE–PT", "Lunch crew", "Marathon 2027", "Moving help", "New Year’s organisers",
        "Photo walks", "Piano teachers", "Power cut alerts", "Quarry swimmers", "Retired teachers", "Sailing weekend",
        "School reunion ’98", "Second-hand prams", "Star gazers", "Street cats TNR", "Tax questions", "Thursday padel",
        "Village shop co-op", "Wedding Elif & Tomasz 💍",
    ];

    /// <summary>Subgroups that none of the sandbox's numbers is in.</summary>
    public static readonly string[] OutOfSight = ["Committee (closed)", "Treasurer & auditors", "Hardship fund"];
}

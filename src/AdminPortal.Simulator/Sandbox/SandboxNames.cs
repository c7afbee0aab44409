namespace AdminPortal.Simulator.Sandbox;

/// <summary>Made-up people: given and family names from many places, combined by chance.</summary>
internal static class SandboxNames
{
    public static readonly string[] Given =
    [
        "Adaeze", "Aiko", "Alejandra", "Amara", "Amina", "Anders", "Anika", "Ansel", "Arjun", "Astrid", "Ayşe", "Bartosz",
        "Beatriz", "Benedek", "Bianca", "Bogdan", "Camille", "Carlos", "Cem", "Chiara", "Chidi", "Clara", "Daan", "Dalia",
        "Darius", "Delphine", "Dmitri", "Ebba", "Eduardo", "Eleni", "Elif", "Emeka", "Emre", "Esther", "Fatou", "Felix",
        "Femke", "Fernanda", "Finn", "Freya", "Gabriel", "Giulia", "Grace", "Hamza", "Hana", "Hassan", "Heidi", "Henrik",
        "Ibrahim", "Ilse", "Imani", "Ines", "Ioana", "Isla", "Ivan", "Jakub", "Jana", "Javier", "Jonas", "Josefine",
        "Kaito", "Karim", "Katarina", "Kenji", "Khadija", "Kofi", "Lars", "Layla", "Leila", "Lena", "Liam", "Linh",
        "Lucía", "Luka", "Magnus", "Mai", "Malik", "Mareike", "Mateus", "Mehmet", "Mei", "Milena", "Minh", "Mirela",
        "Nadia", "Naoko", "Nikolai", "Nina", "Noor", "Nuno", "Olga", "Omar", "Oskar", "Paloma", "Pavel", "Pedro",
        "Petra", "Priya", "Quentin", "Rafael", "Rania", "Ravi", "Rosa", "Rui", "Sami", "Sanna", "Selin", "Siddharth",
        "Signe", "Sofía", "Soren", "Stefan", "Sunita", "Tamar", "Tariq", "Teresa", "Thandiwe", "Tomasz", "Tove", "Uma",
        "Valentina", "Viktor", "Wanjiru", "Wei", "Xenia", "Yara", "Yusuf", "Zainab", "Zoltán", "Zuzana",
    ];

    public static readonly string[] Family =
    [
        "Abara", "Adeyemi", "Albrecht", "Almeida", "Andersson", "Aydın", "Baran", "Bauer", "Becker", "Benali", "Bergström", "Bianchi",
        "Brandt", "Carvalho", "Castillo", "Chaudhary", "Chen", "Costa", "Dahl", "Demir", "Diallo", "Dimitrov", "Duarte", "Eriksen",
        "Esposito", "Farouk", "Fernandes", "Fischer", "Fontaine", "García", "Georgiou", "Gomes", "Haddad", "Hansen", "Hartmann", "Horvat",
        "Ibáñez", "Ivanova", "Jansen", "Jovanović", "Kaplan", "Karlsson", "Kaya", "Keller", "Khan", "Kimura", "Kovács", "Kowalska",
        "Kruger", "Kurz", "Lambert", "Larsen", "Lehmann", "Lindqvist", "Lopes", "Marchetti", "Martins", "Mbeki", "Mendes", "Moreau",
        "Mwangi", "Nakamura", "Navarro", "Nguyen", "Nielsen", "Novák", "Nowak", "Okafor", "Oliveira", "Osei", "Özkan", "Papadopoulos",
        "Park", "Patel", "Pereira", "Petrov", "Pham", "Popescu", "Quintero", "Rahman", "Reyes", "Richter", "Rinaldi", "Rossi",
        "Sato", "Schäfer", "Schneider", "Silva", "Singh", "Sørensen", "Steiner", "Suleiman", "Svensson", "Tanaka", "Torres", "Traoré",
        "Ueda", "Vasquez", "Virtanen", "Vogel", "Wagner", "Weber", "Winter", "Wójcik", "Yamamoto", "Yıldız", "Zhang", "Zimmermann",
    ];
}

using System.Collections.Frozen;
using System.Globalization;

namespace AdminPortal.Features.Participants.Numbers;

/// <summary>How one country writes telephone numbers.</summary>
/// <param name="Iso">Two letters.</param>
/// <param name="Code">International calling code without plus.</param>
/// <param name="Trunk">What is dialled before a number inside the country and falls away after the code; null where there is none.</param>
/// <param name="Min">Fewest digits after the code.</param>
/// <param name="Max">Most digits after the code.</param>
public sealed record Country(string Iso, string Name, string Code, string? Trunk, int Min, int Max)
{
    public bool Fits(int digits) => digits >= Min && digits <= Max;
}

/// <summary>
/// Calling codes, trunk prefixes and lengths, as far as turning what people write into international digits needs them.
/// Where several countries share a code, the first one stands for it.
/// </summary>
public static class CallingCodes
{
    // iso;name;code;trunk;min;max
    private const string Table = """
        US;United States;1;1;10;10|CA;Canada;1;1;10;10|DO;Dominican Republic;1;1;10;10|JM;Jamaica;1;1;10;10|PR;Puerto Rico;1;1;10;10
        TT;Trinidad and Tobago;1;1;10;10|BB;Barbados;1;1;10;10|BS;Bahamas;1;1;10;10|RU;Russia;7;8;10;10|KZ;Kazakhstan;7;8;10;10
        EG;Egypt;20;0;8;10|ZA;South Africa;27;0;9;9|GR;Greece;30;;10;10|NL;Netherlands;31;0;9;9|BE;Belgium;32;0;8;9|FR;France;33;0;9;9
        ES;Spain;34;;9;9|HU;Hungary;36;06;8;9|IT;Italy;39;;6;11|RO;Romania;40;0;9;9|CH;Switzerland;41;0;9;9|AT;Austria;43;0;7;13
        GB;United Kingdom;44;0;9;10|DK;Denmark;45;;8;8|SE;Sweden;46;0;7;9|NO;Norway;47;;8;8|PL;Poland;48;;9;9|DE;Germany;49;0;6;12
        PE;Peru;51;0;8;9|MX;Mexico;52;;10;11|CU;Cuba;53;0;8;8|AR;Argentina;54;0;10;11|BR;Brazil;55;0;10;11|CL;Chile;56;;9;9|CO;Colombia;57;;8;10
        VE;Venezuela;58;0;10;10|MY;Malaysia;60;0;8;10|AU;Australia;61;0;9;9|ID;Indonesia;62;0;8;12|PH;Philippines;63;0;8;10|NZ;New Zealand;64;0;8;10
        SG;Singapore;65;;8;8|TH;Thailand;66;0;8;9|JP;Japan;81;0;9;10|KR;South Korea;82;0;8;10|VN;Vietnam;84;0;8;10|CN;China;86;0;9;11
        TR;Türkiye;90;0;10;10|IN;India;91;0;10;10|PK;Pakistan;92;0;9;10|AF;Afghanistan;93;0;9;9|LK;Sri Lanka;94;0;9;9|MM;Myanmar;95;0;7;10|IR;Iran;98;0;10;10
        SS;South Sudan;211;0;9;9|MA;Morocco;212;0;9;9|DZ;Algeria;213;0;8;9|TN;Tunisia;216;;8;8|LY;Libya;218;0;9;9|GM;Gambia;220;;7;7|SN;Senegal;221;;9;9
        MR;Mauritania;222;;8;8|ML;Mali;223;;8;8|GN;Guinea;224;;8;9|CI;Côte d’Ivoire;225;;8;10|BF;Burkina Faso;226;;8;8|NE;Niger;227;;8;8|TG;Togo;228;;8;8
        BJ;Benin;229;;8;10|MU;Mauritius;230;;7;8|LR;Liberia;231;0;7;9|SL;Sierra Leone;232;0;8;8|GH;Ghana;233;0;9;9|NG;Nigeria;234;0;8;10|TD;Chad;235;;8;8
        CF;Central African Republic;236;;8;8|CM;Cameroon;237;;8;9|CV;Cabo Verde;238;;7;7|ST;São Tomé and Príncipe;239;;7;7|GQ;Equatorial Guinea;240;;9;9
        GA;Gabon;241;0;7;8|CG;Congo;242;;9;9|CD;Congo (Kinshasa);243;0;9;9|AO;Angola;244;;9;9|GW;Guinea-Bissau;245;;7;9|SC;Seychelles;248;;7;7
        SD;Sudan;249;0;9;9|RW;Rwanda;250;0;9;9|ET;Ethiopia;251;0;9;9|SO;Somalia;252;0;7;9|DJ;Djibouti;253;;8;8|KE;Kenya;254;0;9;9|TZ;Tanzania;255;0;9;9
        UG;Uganda;256;0;9;9|BI;Burundi;257;;8;8|MZ;Mozambique;258;;8;9|ZM;Zambia;260;0;9;9|MG;Madagascar;261;0;9;9|RE;Réunion;262;0;9;9|ZW;Zimbabwe;263;0;9;10
        NA;Namibia;264;0;8;9|MW;Malawi;265;0;7;9|LS;Lesotho;266;;8;8|BW;Botswana;267;;7;8|SZ;Eswatini;268;;8;8|KM;Comoros;269;;7;7|ER;Eritrea;291;0;7;7
        AW;Aruba;297;;7;7|FO;Faroe Islands;298;;6;6|GL;Greenland;299;;6;6|GI;Gibraltar;350;;8;8|PT;Portugal;351;;9;9|LU;Luxembourg;352;;6;11|IE;Ireland;353;0;7;9
        IS;Iceland;354;;7;9|AL;Albania;355;0;8;9|MT;Malta;356;;8;8|CY;Cyprus;357;;8;8|FI;Finland;358;0;6;12|BG;Bulgaria;359;0;7;9|LT;Lithuania;370;0;8;8
        LV;Latvia;371;;8;8|EE;Estonia;372;;7;8|MD;Moldova;373;0;8;8|AM;Armenia;374;0;8;8|BY;Belarus;375;8;9;9|AD;Andorra;376;;6;9|MC;Monaco;377;;8;9
        SM;San Marino;378;;6;10|UA;Ukraine;380;0;9;9|RS;Serbia;381;0;8;9|ME;Montenegro;382;0;8;8|XK;Kosovo;383;0;8;9|HR;Croatia;385;0;8;9|SI;Slovenia;386;0;8;8
        BA;Bosnia and Herzegovina;387;0;8;9|MK;North Macedonia;389;0;8;8|CZ;Czechia;420;;9;9|SK;Slovakia;421;0;9;9|LI;Liechtenstein;423;;7;9
        BZ;Belize;501;;7;7|GT;Guatemala;502;;8;8|SV;El Salvador;503;;8;8|HN;Honduras;504;;8;8|NI;Nicaragua;505;;8;8|CR;Costa Rica;506;;8;8|PA;Panama;507;;7;8
        HT;Haiti;509;;8;8|GP;Guadeloupe;590;0;9;9|BO;Bolivia;591;0;8;8|GY;Guyana;592;;7;7|EC;Ecuador;593;0;8;9|GF;French Guiana;594;0;9;9|PY;Paraguay;595;0;9;9
        MQ;Martinique;596;0;9;9|SR;Suriname;597;;6;7|UY;Uruguay;598;0;8;8|CW;Curaçao;599;;7;8|TL;Timor-Leste;670;;7;8|BN;Brunei;673;;7;7|PG;Papua New Guinea;675;;7;8
        TO;Tonga;676;;5;7|SB;Solomon Islands;677;;5;7|VU;Vanuatu;678;;5;7|FJ;Fiji;679;;7;7|WS;Samoa;685;;5;7|KI;Kiribati;686;;5;8|NC;New Caledonia;687;;6;6
        PF;French Polynesia;689;;6;8|FM;Micronesia;691;;7;7|MH;Marshall Islands;692;;7;7|KP;North Korea;850;0;6;10|HK;Hong Kong;852;;8;8|MO;Macao;853;;8;8
        KH;Cambodia;855;0;8;9|LA;Laos;856;0;8;10|BD;Bangladesh;880;0;8;10|TW;Taiwan;886;0;8;9|MV;Maldives;960;;7;7|LB;Lebanon;961;0;7;8|JO;Jordan;962;0;8;9
        SY;Syria;963;0;8;9|IQ;Iraq;964;0;8;10|KW;Kuwait;965;;8;8|SA;Saudi Arabia;966;0;8;9|YE;Yemen;967;0;7;9|OM;Oman;968;;8;8|PS;Palestine;970;0;8;9
        AE;United Arab Emirates;971;0;8;9|IL;Israel;972;0;8;9|BH;Bahrain;973;;8;8|QA;Qatar;974;;8;8|BT;Bhutan;975;;7;8|MN;Mongolia;976;0;8;8|NP;Nepal;977;0;8;10
        TJ;Tajikistan;992;;9;9|TM;Turkmenistan;993;8;8;8|AZ;Azerbaijan;994;0;9;9|GE;Georgia;995;0;9;9|KG;Kyrgyzstan;996;0;9;9|UZ;Uzbekistan;998;;9;9
        """;

    private static readonly List<Country> s_inOrder =
    [
        .. Table.Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(row =>
        {
            var cells = row.Split(';');
            return new Country(cells[0], cells[1], cells[2], cells[3].Length == 0 ? null : cells[3], Number(cells[4]), Number(cells[5]));
        }),
    ];

    private static readonly FrozenDictionary<string, Country> s_byCode =
        s_inOrder.DistinctBy(c => c.Code, StringComparer.Ordinal).ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Country> s_byIso = s_inOrder.ToFrozenDictionary(c => c.Iso, StringComparer.OrdinalIgnoreCase);

    /// <summary>By name, for a choice.</summary>
    public static IReadOnlyList<Country> All { get; } = [.. s_inOrder.OrderBy(c => c.Name, StringComparer.InvariantCulture)];

    public static Country? ByIso(string? iso) => iso is not null && s_byIso.TryGetValue(iso, out var country) ? country : null;

    /// <summary>The country whose code international digits begin with; no code is the beginning of another.</summary>
    public static Country? Of(ReadOnlySpan<char> digits)
    {
        var lookup = s_byCode.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = 1; length <= 3 && length <= digits.Length; length++)
        {
            if (lookup.TryGetValue(digits[..length], out var country))
            {
                return country;
            }
        }

        return null;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

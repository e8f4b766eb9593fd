#region Shop
using System.Linq;
namespace Shop.Cart;
[Serializable("x")]
public sealed record Shape<T>(string Name, int X) : Base where T : class, new()
{
    private const long Max = 1_000L + 0xFF + 0b11;
    public string Text { get; set; } = $"name {Name,10:F2} {{no}} {(x ? "a" : $"{b}")} \n";
    string path = @"C:\new ""quoted""", raw = """
        several "lines" \n
        """, both = $@"{x} \ ""y""", c = '\'' + "\u00e9";
    async Task<int?> Area(object value) => await Task.FromResult(value is null ? default : (int)value); // remark
    /* block
       comment */ static bool operator ==(Shape<T> a, Shape<T> b) => true;
}

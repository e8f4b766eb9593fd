package shop
/* outer /* inner */ still a comment */
@file:JvmName("Shop")
data class Shape(val name: String, private var open: Boolean = true) : Base(), Comparable<Shape> {
    companion object { const val MAX_SIZE = 1_000L + 0xFF + 0b11 }
    override fun toString() = "name: $name, ${items.map { "<${it.id}>" }} \$5 \u00e9 $ 5"
    val text = """several
        lines \n with $name and ${size + 1} and "quotes" """
    fun Shape.area(value: Int = 0): Double? = when (this) { is Circle -> 3.14e0; else -> null }
    suspend inline fun <reified T> load(): T { return@load it as T }
    val `odd name` = 'x'; val quote = '\''
    lateinit var data: List<String>; val value = data.open(out)
}
typealias Pair2<T> = Pair<T, T>

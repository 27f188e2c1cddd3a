"""A session of Spark on this machine alone, whose tables are Iceberg's and live in memory."""
import glob
import os

from pyspark.sql import SparkSession

ICEBERG = "org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.10.1"
SETTINGS = {
    "spark.jars.packages": ICEBERG,
    "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
    "spark.sql.catalog.memory": "org.apache.iceberg.spark.SparkCatalog",
    "spark.sql.catalog.memory.catalog-impl": "org.apache.iceberg.inmemory.InMemoryCatalog",
    "spark.sql.defaultCatalog": "memory",
    # Tables of a few rows: what pays for millions of them only costs here.
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
}


def session():
    """Java 17 is what this Spark knows, whatever else is there."""
    for home in glob.glob("/usr/lib/jvm/java-17-openjdk-*"):
        os.environ["JAVA_HOME"] = home
    builder = SparkSession.builder.master("local[2]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    # What Java prints is for the log: it keeps the standard output that it is started with.
    ours = os.dup(1)
    os.dup2(2, 1)
    try:
        made = builder.getOrCreate()
    finally:
        os.dup2(ours, 1)
    made.sparkContext.setLogLevel("OFF")
    return made

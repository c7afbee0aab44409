using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AdminPortal.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class NumberBudgets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "PausedBy",
                table: "Connections",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "NumberBudgets",
                columns: table => new
                {
                    ConnectionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Level = table.Column<int>(type: "INTEGER", nullable: false),
                    OwnValues = table.Column<string>(type: "TEXT", nullable: true),
                    Factor = table.Column<double>(type: "REAL", nullable: false),
                    WidenedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Strikes = table.Column<int>(type: "INTEGER", nullable: false),
                    CooledUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    LimitedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LimitCode = table.Column<int>(type: "INTEGER", nullable: true),
                    OverrideUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    OverrideBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    OverrideReason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Version = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NumberBudgets", x => x.ConnectionId);
                    table.ForeignKey(
                        name: "FK_NumberBudgets_Connections_ConnectionId",
                        column: x => x.ConnectionId,
                        principalTable: "Connections",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RequestCounts",
                columns: table => new
                {
                    ConnectionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Tally = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RequestCounts", x => x.ConnectionId);
                    table.ForeignKey(
                        name: "FK_RequestCounts_Connections_ConnectionId",
                        column: x => x.ConnectionId,
                        principalTable: "Connections",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "NumberBudgets");

            migrationBuilder.DropTable(
                name: "RequestCounts");

            migrationBuilder.DropColumn(
                name: "PausedBy",
                table: "Connections");
        }
    }
}
